from django.db import models


class CalendarDay(models.Model):
    """A day that differs from the libraries' calendar: a holiday, or a make-up workday, by official notice."""

    date = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("上班")
    name = models.CharField("名称", max_length=40)
    source = models.CharField("依据", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "节假日调整"
        ordering = ["date"]

    def __str__(self):
        return f"{self.date:%Y年%-m月%-d日}{self.name}"
