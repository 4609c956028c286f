"""A day in the words of who reads it: “Sunday, November 29”, “domingo, 29 de noviembre”.

Templates get the filter by `{% load days %}`.
"""

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter(expects_localtime=True)
def day_in_words(day):
    """The weekday, the day and the month of a date or a datetime, in the order of the active language."""
    return f"{date_format(day, 'l')}, {date_format(day, 'MONTH_DAY_FORMAT')}" if day else ""
