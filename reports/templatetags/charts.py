"""{% chart chart %}: the picture of a chart and the table that says the same."""

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()


@register.inclusion_tag("reports/charts/chart.html")
def chart(chart, export: str = "") -> dict:
    """`export` is the address of tables as Excel, to which the name of one is added."""
    return {"chart": chart, "option_id": f"option-{chart.code}", "export": export and f"{export}{chart.code}"}


# A dashboard has hundreds of cells: as a loop of a template they take a third of its time.


@register.simple_tag
def cells(row):
    """Draw the numbers of one row of a chart's table, each with where it leads to."""
    return format_html_join("", '<td class="r nw">{}</td>', ((_led(cell.told, cell.url),) for cell in row))


@register.simple_tag
def numbers(row):
    """Draw the numbers of one place, with their names for a phone, where each stands under the other."""
    told = ((cell.name, _led(cell.n, cell.url) if cell.n else NOTHING) for cell in row)
    return format_html_join("", '<td class="r nw" data-l="{}">{}</td>', told)


NOTHING = format_html('<span class="dim">{}</span>', "无")


def _led(told, url: str):
    return format_html('<a href="{}">{}</a>', url, told) if url else told
