{# No figure of a stream is so large that the staging models leave it out; the rows are those of the loaded table. #}
{% test possible_figures(model, stream) %}
select *
from {{ loaded(stream, []) }}
where
  {%- for metric in metric_names(stream) %}
  {{ 'or ' if not loop.first }}not {{ is_possible(metric) }}
  {%- endfor %}
{% endtest %}
