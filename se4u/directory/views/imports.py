"""Lists brought in on the web: template, upload, preview, the word to go on, result, undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from se4u.accounts.people import shown_name
from se4u.core import sheets, web
from se4u.core.action import Refused
from se4u.core.deeds import signed_in
from se4u.directory import services
from se4u.directory.forms.imports import ImportForm
from se4u.directory.models import Import, PendingImport

SHOWN = 200  # remarks on a page; all of them are in the file beside
PERM = "directory.import_organizations"


@signed_in
@require_GET
def past(request: HttpRequest) -> HttpResponse:
    """List past imports, newest first."""
    web.require(request.user, PERM)
    runs = Import.objects.visible_to(request.user).select_related("by").order_by("-at", "-pk")
    page = web.page_of(request, runs)
    rows = [{"run": run, "by": shown_name(run.by, request.user) if run.by else ""} for run in page]
    return render(request, "directory/imports.html", {"page": page, "rows": rows})


@signed_in
@require_GET
def template(request: HttpRequest, ending: str) -> HttpResponse:
    """Give the template, as a workbook or as CSV."""
    web.require(request.user, PERM)
    from se4u.directory.imports import template as made  # noqa: PLC0415  openpyxl is slow to import

    makers = {"xlsx": (made.as_xlsx, sheets.XLSX), "csv": (made.as_csv, sheets.CSV)}
    if ending not in makers:
        raise Http404
    make, content_type = makers[ending]
    return _download(make(), content_type, f"organisations.{ending}")


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Take a file and look into it; nothing is imported yet."""
    web.require(request.user, PERM)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kept = services.keep_file(request.user, file.name, file.read(), form.options)
        return redirect("directory:import_preview", key=kept.key)
    return render(request, "directory/import_new.html", {"form": form})


@signed_in
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """Show what an import would do, and on the word do it."""
    web.require(request.user, PERM)
    kept = web.get_or_404(PendingImport.objects.visible_to(request.user), key=key)
    if request.method == "POST":
        try:
            run = services.import_file(kept, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Imported."))
            return redirect("directory:import_result", key=run.key)
    context = {
        "kept": kept,
        **_report(kept.report),
        "remarks_url": reverse("directory:import_preview_remarks", args=[key]),
    }
    return render(request, "directory/import_preview.html", context)


def _report(report: dict[str, Any]) -> dict[str, Any]:
    """Return what the templates show of a report."""
    return {
        "report": report,
        "figures": _figures(report),
        "errors": report["errors"][:SHOWN],
        "warnings": report["warnings"][:SHOWN],
        "more": len(report["errors"]) > SHOWN or len(report["warnings"]) > SHOWN,
    }


def _figures(report: dict[str, Any]) -> list[dict[str, Any]]:
    wrong = len({error["row"] for error in report["errors"] if error["row"] > 1})
    return [
        {"label": _("rows"), "value": report["rows"]},
        {"label": _("new"), "value": report["created"]},
        {"label": _("changed"), "value": report["updated"]},
        {"label": _("as they were"), "value": report["unchanged"]},
        {"label": _("skipped"), "value": report["skipped"]},
        {"label": _("with errors"), "value": wrong},
    ]


@signed_in
@require_GET
def result(request: HttpRequest, key: str) -> HttpResponse:
    """Show what an import did."""
    web.require(request.user, PERM)
    run = web.get_or_404(Import.objects.visible_to(request.user).select_related("by"), key=key)
    context = {
        "run": run,
        "by": shown_name(run.by, request.user) if run.by else "",
        **_report(run.report),
        "remarks_url": reverse("directory:import_remarks", args=[key]),
    }
    return render(request, "directory/import_result.html", context)


@signed_in
@require_GET
def remarks(request: HttpRequest, key: str) -> HttpResponse:
    """Give every error and warning of an import as CSV."""
    web.require(request.user, PERM)
    return _remarks(web.get_or_404(Import.objects.visible_to(request.user), key=key).report)


@signed_in
@require_GET
def pending_remarks(request: HttpRequest, key: str) -> HttpResponse:
    """Give every error and warning of a preview as CSV."""
    web.require(request.user, PERM)
    return _remarks(web.get_or_404(PendingImport.objects.visible_to(request.user), key=key).report)


def _remarks(report: dict[str, Any]) -> HttpResponse:
    rows = [
        (remark["row"], remark["column"], kind, remark["message"])
        for kind, remarks in (("error", report["errors"]), ("warning", report["warnings"]))
        for remark in remarks
    ]
    lines = sheets.csv_lines(["row", "column", "kind", "message"], rows)
    return _download("".join(lines).encode(), sheets.CSV, "remarks.csv")


@signed_in
def undo(request: HttpRequest, key: str) -> HttpResponse:
    """Ask, then take a whole import back."""
    web.require(request.user, "directory.undo_import")
    run = web.get_or_404(Import.objects.visible_to(request.user), key=key)
    if request.method == "POST":
        try:
            services.undo_import(run, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The import was undone."))
        return redirect("directory:import_result", key=key)
    return render(request, "directory/import_undo.html", {"run": run})
