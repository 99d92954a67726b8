{# Each limit is of a metric that the API has. #}
{% test metric_is_known(model) %}
select *
from {{ model }}
where metric is null or metric not in ('{{ metric_names('app_usage').values() | join("', '") }}')
{% endtest %}


{# Each limit is a number above 0. #}
{% test limit_is_above_zero(model) %}
select *
from {{ model }}
where plan_limit is null or plan_limit <= 0
{% endtest %}


{# What is counted by day is limited in a day, a month or a contract year, and what is held is limited at any time. #}
{% test period_fits_metric(model) %}
select *
from {{ model }}
where period not in ('total', 'day', 'month', 'contract_year')
    or (period = 'total') = (metric in ('{{ daily_metrics() | join("', '") }}'))
{% endtest %}
