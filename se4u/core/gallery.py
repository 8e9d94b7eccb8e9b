"""What the gallery of components shows: the same samples in English and in Arabic."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "network": "Civil Society Network for the Americas",
        "eyebrow": "Regional network · since March 2022",
        "line": "20 member organisations in 8 countries · five expert groups",
        "title": "Endorse the joint input",
        "text": "Twelve of twenty organisations have signed. Yours has not answered yet.",
        "when": "2 Dec",
        "badge": "ends today",
        "good": "Vetted",
        "bad": "refused",
        "action": "Open the text",
        "consequence": "Your organisation’s name will stand under the text.",
        "one": "Overview",
        "two": "Members",
        "three": "Groups",
        "label": "Name of the organisation",
        "hint": "As you write it yourselves, in your own script.",
        "about": "What you do, in one paragraph",
        "rules": "Guidelines",
        "kind": "Kind",
        "themes": "Themes",
        "agree": "We agree to the guidelines",
        "file": "Registration document",
        "error": "Write the name of your organisation.",
        "choice_a": "Trafficking in persons",
        "choice_b": "Smuggling of migrants",
        "choice_c": "Firearms",
        "empty": "No meeting yet",
        "empty_text": "Meetings of the network stand here with their agenda. None has been called so far.",
        "source": "Secretariat of the network",
        "date": "30 September 2024",
        "caption": "Plan 2026",
        "objective": "Objective",
        "number": "Activities",
    },
    "ar": {
        "network": "شبكة المجتمع المدني للأمريكتين",
        "eyebrow": "شبكة إقليمية · منذ آذار/مارس 2022",
        "line": "20 منظمة عضوا في 8 بلدان · خمسة أفرقة خبراء",
        "title": "تأييد المساهمة المشتركة",
        "text": "وقّعت اثنتا عشرة منظمة من أصل عشرين. لم تُجب منظمتكم بعد.",
        "when": "2 كانون الأول",
        "badge": "تنتهي اليوم",
        "good": "جرى التحقق منها",
        "bad": "مرفوض",
        "action": "افتح النص",
        "consequence": "سيظهر اسم منظمتكم تحت النص.",
        "one": "نظرة عامة",
        "two": "الأعضاء",
        "three": "الأفرقة",
        "label": "اسم المنظمة",
        "hint": "كما تكتبونه أنتم، بلغتكم وخطكم.",
        "about": "ما تقومون به، في فقرة واحدة",
        "rules": "المبادئ التوجيهية",
        "kind": "النوع",
        "themes": "المواضيع",
        "agree": "نوافق على المبادئ التوجيهية",
        "file": "وثيقة التسجيل",
        "error": "اكتبوا اسم منظمتكم.",
        "choice_a": "الاتجار بالأشخاص",
        "choice_b": "تهريب المهاجرين",
        "choice_c": "الأسلحة النارية",
        "empty": "لا اجتماعات بعد",
        "empty_text": "تظهر هنا اجتماعات الشبكة مع جداول أعمالها. لم يُدعَ إلى أي اجتماع حتى الآن.",
        "source": "أمانة الشبكة",
        "date": "30 أيلول/سبتمبر 2024",
        "caption": "خطة 2026",
        "objective": "الهدف",
        "number": "الأنشطة",
    },
}


def sample_form(words: dict[str, str], prefix: str) -> forms.Form:
    """Return a form with every kind of field, sent without its name."""
    from .richtext import RichTextField  # noqa: PLC0415  keeps its readers out of the start of every command

    choices = [("a", words["choice_a"]), ("b", words["choice_b"]), ("c", words["choice_c"])]
    long = [(f"{key}{n}", f"{label} {n}") for n in range(1, 6) for key, label in choices]
    fields: dict[str, forms.Field] = {
        "name": forms.CharField(
            label=words["label"], help_text=words["hint"], error_messages={"required": words["error"]}
        ),
        "about": forms.CharField(label=words["about"], max_length=1200, required=False, widget=forms.Textarea),
        "rules": RichTextField(label=words["rules"], required=False),
        "kind": forms.ChoiceField(label=words["kind"], choices=choices, widget=forms.RadioSelect),
        "one": forms.ChoiceField(label=words["kind"], choices=choices, required=False),
        "themes": forms.MultipleChoiceField(
            label=words["themes"], choices=long, required=False, widget=forms.CheckboxSelectMultiple
        ),
        "file": forms.FileField(label=words["file"], required=False),
        "agree": forms.BooleanField(label=words["agree"], required=False),
    }
    form_class = type("SampleForm", (forms.Form,), fields)
    form: forms.Form = form_class({f"{prefix}-kind": "a", f"{prefix}-themes": ["b2"]}, prefix=prefix)
    return form


def samples(code: str) -> dict[str, Any]:
    """Return everything the gallery shows, in one language."""
    words = WORDS[code]
    return {
        "code": code,
        "words": words,
        "form": sample_form(words, code),
        "tabs": [
            {"label": words["one"], "url": "#", "current": True},
            {"label": words["two"], "url": "#"},
            {"label": words["three"], "url": "#"},
        ],
        "rows": [
            {"when": words["when"], "title": words["choice_a"], "url": "#", "badge": words["bad"], "tone": "bad"},
            {"title": words["choice_b"], "url": "#"},
        ],
        "steps": [
            {"label": words["one"], "done": True, "url": "#"},
            {"label": words["two"], "current": True},
            {"label": words["three"]},
        ],
        "facts": [{"label": words["two"], "value": 20}, {"label": words["three"], "value": 5}],
        "entries": [
            {"when": words["date"], "text": words["title"], "by": words["source"], "note": words["consequence"]},
            {"when": words["when"], "text": words["empty"]},
        ],
        "headers": [words["objective"], words["number"]],
        "table": [[words["choice_a"], 7], [words["choice_b"], 4]],
        "page": Paginator(range(100), 25).page(2),
        "options": [
            {"value": f"{code}-a", "label": words["choice_a"], "count": 61, "checked": True},
            {"value": f"{code}-b", "label": words["choice_b"], "count": "10,000+"},
        ],
        "see_as": {
            "current": words["choice_a"],
            "choices": [{"url": "#", "label": words["choice_b"], "current": False}],
        },
        "chips": [{"label": words["choice_a"], "url": "#"}],
        "languages": [{"code": "ar", "name": "عربي", "url": "#"}, {"code": "en", "name": "English", "url": "#"}],
    }
