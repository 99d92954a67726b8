{# The days over which figures are compared: four weeks, because usage differs from weekday to weekday. Columns are
   named after them. #}
{% macro period_days() %}{{ return(28) }}{% endmacro %}


{# The days of a week. #}
{% macro week() %}{{ return(7) }}{% endmacro %}


{# The text of a variable that matches a pattern; otherwise, an error says what was expected. #}
{% macro checked_var(name, pattern, expected) -%}
  {%- set value = var(name) | string -%}
  {%- if not modules.re.fullmatch(pattern, value) -%}
    {{ exceptions.raise_compiler_error(name ~ ': expected ' ~ expected) }}
  {%- endif -%}
  {{ return(value) }}
{%- endmacro %}


{# Days without a visit after which an app is inactive. #}
{% macro inactive_after_days() -%}
  {{ return(checked_var('inactive_after_days', '[1-9][0-9]{0,3}', 'a whole number of days, 1 or more')) }}
{%- endmacro %}


{# The day of an instant, as the API counts days. #}
{% macro utc_plus_8_day(instant) -%}
  cast({{ dbt.dateadd('hour', 8, instant) }} as date)
{%- endmacro %}


{% macro days_before(day, days) -%}
  cast({{ dbt.dateadd('day', -days, day) }} as date)
{%- endmacro %}


{% macro days_after(day, days) -%}
  cast({{ dbt.dateadd('day', days, day) }} as date)
{%- endmacro %}


{% macro days_between(first, last) -%}
  cast({{ dbt.datediff(first, last, 'day') }} as {{ dbt.type_bigint() }})
{%- endmacro %}


{# The calendar year in which the contract year of a day began. #}
{% macro contract_year(day) -%}
  {%- set pattern = '([0-9]{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])' -%}
  {%- set starts = checked_var('contract_year_starts', pattern, 'a month and a day, such as 03-15') -%}
  {%- set month_and_day = 'extract(month from ' ~ day ~ ') * 100 + extract(day from ' ~ day ~ ')' -%}
  cast(
    extract(year from {{ day }})
    - case when {{ month_and_day }} < {{ starts[-5:] | replace('-', '') | int }} then 1 else 0 end
    as {{ dbt.type_bigint() }}
  )
{%- endmacro %}


{# A number for the day, month or contract year that a day is in; the same number for all days if the period is total. #}
{% macro period_number(period, day) -%}
  {%- set month = 'extract(year from ' ~ day ~ ') * 100 + extract(month from ' ~ day ~ ')' -%}
  cast(case {{ period }}
    when 'day' then ({{ month }}) * 100 + extract(day from {{ day }})
    when 'month' then {{ month }}
    when 'contract_year' then {{ contract_year(day) }}
    else 0
  end as {{ dbt.type_bigint() }})
{%- endmacro %}
