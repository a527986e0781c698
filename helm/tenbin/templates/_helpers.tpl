{{- define "tenbin.operator" -}}
{{ printf "%s-operator" .Release.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "tenbin.selector" -}}
app.kubernetes.io/name: tenbin
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end }}

{{- define "tenbin.labels" -}}
{{ include "tenbin.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- /* What the operator does, and nothing else. It writes by server-side apply: patch, and create for what is not there. */ -}}
{{- define "tenbin.rules" -}}
- apiGroups: [tenbin.io]
  resources: [loadbalancers, backends]
  verbs: [list, watch]
- apiGroups: [tenbin.io]
  resources: [loadbalancers/status, backends/status]
  verbs: [patch]
- apiGroups: [""]
  resources: [configmaps, services, serviceaccounts]
  verbs: [get, list, watch, create, patch]
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list, watch, create, patch]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch]
- apiGroups: [rbac.authorization.k8s.io]
  resources: [roles, rolebindings]
  verbs: [get, list, watch, create, patch]
# By name, one at a time: those that LoadBalancers and Backends refer to, and the one that is made for each LoadBalancer.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, watch, create, patch]
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create]
# Held only to be granted: the proxies find their endpoints by themselves.
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [list, watch]
{{- end }}
