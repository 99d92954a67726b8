{# Whether a stream is loaded: as using_<stream> says, or else whether its table is there. app_usage must be. #}
{% macro is_loaded(stream) -%}
  {%- set said = var('using_' ~ stream, true if stream == 'app_usage' else none) -%}
  {%- if said is none and execute -%}
    {%- set said = load_relation(source('usagestats', stream)) is not none -%}
  {%- endif -%}
  {{ return(said) }}
{%- endmacro %}


{# The table of a stream. Of the columns besides its keys, those that it lacks are null, and missing_columns names them.
   Without rows if the stream is not loaded. #}
{% macro loaded(stream, keys, others=[]) -%}
  {%- set table = source('usagestats', stream) -%}
  {%- set is_there = is_loaded(stream) -%}
  {%- set missing = others + metric_names(stream).keys() | list + ([] if is_there else keys) -%}
  {%- if is_there and execute -%}
    {%- set found = adapter.get_columns_in_relation(table) | map(attribute='name') | map('lower') | list -%}
    {%- set missing = missing | reject('in', found) | list -%}
  {%- endif -%}
  (
    select
      {%- for column in missing %}
      cast(null as {{ dbt.type_string() }}) as {{ column }},
      {%- endfor %}
      '{{ missing | join(', ') }}' as missing_columns
      {{- ', * from ' ~ table if is_there else ' limit 0' }}
  ) as {{ stream }}
{%- endmacro %}


{# A judgment of an app, or null if the table lacks the column: then a null in the column tells nothing. #}
{% macro unless_missing(column, judgment) -%}
  case when missing_columns like '%{{ column }}%' then null else {{ judgment }} end
{%- endmacro %}
