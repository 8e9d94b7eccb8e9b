"""The command `se4u`: Django's command line with our settings."""

import os
import sys


def main() -> None:
    """Run a management command; a setting that cannot be used ends it with one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "se4u.config.settings")
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415  settings must be named first
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as reason:
        if "--traceback" in sys.argv:
            raise
        sys.exit(str(reason))


if __name__ == "__main__":
    main()
