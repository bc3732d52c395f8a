"""What filters of lists share whose file is narrowed by the same rules as the page."""

from reports.queries.narrowing import narrowed


class Narrowing:
    """A list whose file is narrowed by the same rules as its page: they stand in its queries."""

    rules = None
    sorts = None

    @property
    def order(self):
        return self.sorts.get(self.data.get("sort"), self.sorts["newest"])

    def filter_queryset(self, queryset):
        return narrowed(queryset, self.data, self.rules)

    def leave(self, rows, name, value):
        return rows
