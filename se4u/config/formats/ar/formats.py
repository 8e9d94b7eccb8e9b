"""Moments as Arabic dates are written: Django has the dates alone and would put moments in the order of the United States."""

DATETIME_FORMAT = "j F، Y، g:i A"
SHORT_DATETIME_FORMAT = "d\u200f/m\u200f/Y g:i A"
