"""The one way out for files."""

from __future__ import annotations

import logging

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from .kinds import INLINE
from .owners import visible_file

logger = logging.getLogger(__name__)

# Nothing in a file may run, load or frame anything, whatever a browser makes of it.
POLICY = "default-src 'none'; sandbox"


@require_safe
def serve(request: HttpRequest, key: str) -> FileResponse:
    """Send a file to whoever sees an object that points at it; 404 for everyone else, and for files nothing points at.

    Pictures are shown in the page, everything else is offered for saving.
    """
    upload, name = visible_file(key, request.user)
    try:
        content = upload.file.open("rb")
    except FileNotFoundError as error:  # a restored database without its files
        logger.error("the file of upload %s is not in the storage", upload.key)  # noqa: TRY400  no trace needed
        raise Http404 from error
    response = FileResponse(
        content,
        as_attachment=upload.content_type not in INLINE,
        filename=name,
        content_type=upload.content_type,
    )
    response.headers["Content-Length"] = str(upload.size)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
