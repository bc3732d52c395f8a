"""{% chart chart %}: the picture of a chart and the table that says the same."""

from html import escape

from django import template
from django.utils.safestring import mark_safe

from reports.charts.chart import NONE

register = template.Library()


@register.inclusion_tag("reports/charts/chart.html")
def chart(chart, export: str = "") -> dict:
    """`export` is the address of tables as Excel, to which the name of one is added."""
    return {"chart": chart, "option_id": f"option-{chart.code}", "export": export and f"{export}{chart.code}"}


# A dashboard has hundreds of rows and cells: as loops of a template, or each escaped by format_html, they take a third
# of its time. What is written here is escaped by `_led` and `escape`, piece by piece.


@register.simple_tag
def rows(rows):
    """Draw the rows of a chart's table, each number with where it leads to; 无 and 未报 lead nowhere."""
    return mark_safe("".join(map(_row, rows)))  # noqa: S308, escaped


def _row(row) -> str:
    told = (_led(cell.told, cell.url) if cell.value else _dim(cell.told) for cell in row.cells)
    cells = "".join(f'<td class="r nw">{each}</td>' for each in told)
    return f'<tr><th scope="row">{_led(row.name, row.url, "t1")}</th>{cells}</tr>'


@register.simple_tag
def places(lines):
    """Draw places with their numbers, and the names of these for a phone, where each stands under the other."""
    return mark_safe("".join(f"<tr><td>{_led(line.name, line.url, 't1')}</td>{_numbers(line)}</tr>" for line in lines))  # noqa: S308, escaped


@register.simple_tag
def numbers(line):
    return mark_safe(_numbers(line))  # noqa: S308, escaped


def _numbers(line) -> str:
    cells = ((cell.name, _led(cell.n, cell.url) if cell.n else _dim(NONE)) for cell in line.cells)
    return "".join(f'<td class="r nw" data-l="{escape(name)}">{told}</td>' for name, told in cells)


def _dim(told: str) -> str:
    return f'<span class="dim">{escape(told)}</span>'


def _led(told, url: str, name: str = "") -> str:
    """With a link of this class, where it leads anywhere."""
    if not url:
        return escape(str(told))
    of_class = f' class="{name}"' if name else ""
    return f'<a{of_class} href="{escape(url)}">{escape(str(told))}</a>'
