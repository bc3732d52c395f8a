"""{% chart chart %}: the picture of a chart and the table that says the same."""

from django import template

register = template.Library()


@register.inclusion_tag("reports/charts/chart.html")
def chart(chart) -> dict:
    return {"chart": chart, "option_id": f"option-{chart.code}"}
