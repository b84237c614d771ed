package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/convobot/convo/framework/webhook"
)

const maxFingerprint = 128 // bytes; Alertmanager's and Grafana's have 16

// alertmanagerBody is what Alertmanager posts.
//
// Spec: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
type alertmanagerBody struct {
	Alerts []alertmanagerAlert `json:"alerts"`
}

type alertmanagerAlert struct {
	Status       string            `json:"status"`
	Labels       map[string]string `json:"labels"`
	Annotations  map[string]string `json:"annotations"`
	StartsAt     time.Time         `json:"startsAt"`
	EndsAt       time.Time         `json:"endsAt"`
	GeneratorURL string            `json:"generatorURL"`
	Fingerprint  string            `json:"fingerprint"`
}

func (in alertmanagerBody) alerts() ([]alert, error) {
	return readAll("alertmanager", in.Alerts, func(a alertmanagerAlert) (alert, string) { return a.alert("Source") })
}

// readAll reads the alerts of a body. An alert without a fingerprint could never be found again.
func readAll[In any](source string, in []In, read func(In) (a alert, problem string)) ([]alert, error) {
	if len(in) == 0 {
		return nil, badBody("no alerts")
	}
	all := make([]alert, len(in))
	for i, one := range in {
		a, problem := read(one)
		if problem != "" {
			return nil, badBody(fmt.Sprintf("%s at \"/alerts/%d\"", problem, i))
		}
		a.ID = source + "/" + a.ID
		all[i] = a
	}
	return all, nil
}

func badBody(problem string) error {
	return &webhook.Error{Status: http.StatusBadRequest, Code: "BadArgument", Message: "the body is not what is expected: " + problem}
}

func (in alertmanagerAlert) alert(source string) (a alert, problem string) {
	switch {
	case in.Status != "firing" && in.Status != "resolved":
		return alert{}, "a status that is neither firing nor resolved"
	case in.Fingerprint == "" || len(in.Fingerprint) > maxFingerprint:
		return alert{}, fmt.Sprintf("no fingerprint of 1 to %d bytes", maxFingerprint)
	case in.StartsAt.Year() < 1970 || in.StartsAt.Year() > 2999: // absent, or nonsense that JSON cannot carry back
		return alert{}, "no sensible startsAt"
	}
	a = alert{
		ID:          in.Fingerprint,
		Firing:      in.Status == "firing",
		Name:        cut(in.Labels["alertname"], maxName),
		Severity:    cut(in.Labels["severity"], maxLabel),
		Summary:     cut(in.Annotations["summary"], maxSummary),
		Description: cut(in.Annotations["description"], maxDescription),
		StartsAt:    in.StartsAt.UTC(),
	}
	if !a.Firing {
		a.EndsAt = in.EndsAt.UTC()
	}
	for _, name := range slices.Sorted(maps.Keys(in.Labels)) {
		switch {
		case name == "alertname" || name == "severity":
		case len(a.Labels) == maxLabels:
			a.MoreLabels++
		default:
			a.Labels = append(a.Labels, label{cut(name, maxLabel), cut(in.Labels[name], maxLabel)})
		}
	}
	a.addLink("Runbook", in.Annotations["runbook_url"])
	a.addLink(source, in.GeneratorURL)
	return a, ""
}
