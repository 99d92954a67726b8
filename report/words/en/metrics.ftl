# The metrics, by their plain names in the models.

metric-apps = Apps
metric-standard-forms = Standard forms
metric-workflow-forms = Workflow forms
metric-dashboards = Dashboards
metric-data-factories = Data factories
metric-aggregate-tables = Aggregate tables
metric-public-links = Public links
metric-smart-assistants = Smart Assistants
metric-automations = Smart Assistant Pro automations
metric-process-analyses = Process analyses
metric-records = Records
metric-automation-runs = Automation runs
metric-attachment-bytes = Attachment uploads
