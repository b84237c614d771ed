package main

// grafanaBody is what Grafana's alerting posts: Alertmanager's body with more in it.
//
// Spec: https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/
type grafanaBody struct {
	Alerts []grafanaAlert `json:"alerts"`
}

type grafanaAlert struct {
	alertmanagerAlert

	SilenceURL   string `json:"silenceURL"`
	DashboardURL string `json:"dashboardURL"`
}

func (in grafanaBody) alerts() ([]alert, error) {
	return readAll("grafana", in.Alerts, func(one grafanaAlert) (alert, string) {
		a, problem := one.alert("Rule")
		a.addLink("Dashboard", one.DashboardURL)
		a.addLink("Silence", one.SilenceURL)
		return a, problem
	})
}
