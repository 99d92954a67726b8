{# Every day between an organization's first and last is there. #}
{% test no_missing_day(model) %}
select organization, previous_day, date
from (
    select organization, date, lag(date) over (partition by organization order by date) as previous_day
    from (select distinct organization, date from {{ model }}) as days
) as pairs
where {{ dbt.datediff('previous_day', 'date', 'day') }} > 1
{% endtest %}
