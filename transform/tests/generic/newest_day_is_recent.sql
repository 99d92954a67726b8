{# The newest day of each organization is the day before yesterday in UTC+8, or later. #}
{% test newest_day_is_recent(model) %}
{%- set now = run_started_at.astimezone(modules.pytz.timezone('Asia/Shanghai')) %}
select organization, max(date) as newest_day
from {{ model }}
group by organization
having max(date) < cast('{{ (now - modules.datetime.timedelta(days=2)).date() }}' as date)
{% endtest %}
