{# The day of an instant, as the API counts days. #}
{% macro utc_plus_8_day(instant) -%}
  cast({{ dbt.dateadd('hour', 8, instant) }} as date)
{%- endmacro %}


{% macro days_before(day, days) -%}
  cast({{ dbt.dateadd('day', -days, day) }} as date)
{%- endmacro %}
