"""{% chart chart %}: the picture of a chart and the table that says the same."""

from django import template

register = template.Library()


@register.inclusion_tag("reports/charts/chart.html")
def chart(chart, export: str = "") -> dict:
    """`export` is the address of tables as Excel, to which the name of one is added."""
    return {"chart": chart, "option_id": f"option-{chart.code}", "export": export and f"{export}{chart.code}"}
