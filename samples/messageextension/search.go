package main

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

const (
	commandSearch = "search" // as in the manifest
	settingsPath  = "/settings"
	pageSize      = 25 // what Teams shows at once, and asks for
)

// What a person wants to find.
const (
	shownAll    = "all"
	shownErrors = "errors"
)

// onSearch answers with a page of what was found.
func (b *statusBot) onSearch(
	ctx context.Context, turn *framework.TurnContext, query teams.MessagingExtensionQuery,
) (*teams.MessagingExtensionResponse, error) {
	shown, err := b.shown.GetOr(ctx, turn, shownAll)
	if err != nil {
		return nil, err
	}
	found := find(parameter(query, "text"), shown)
	if len(found) == 0 {
		return teams.MessagingExtensionMessage("No status code is called that."), nil
	}
	first := min(query.QueryOptions.Skip, len(found))
	count := query.QueryOptions.Count
	if count == 0 || count > pageSize {
		count = pageSize
	}
	var results []teams.MessagingExtensionAttachment
	for _, s := range found[first:min(first+count, len(found))] {
		results = append(results, s.result(schema.CardAction{Type: schema.ActionInvoke, Value: item{s.Code}}))
	}
	return teams.SearchResults(results...), nil
}

// parameter is what was typed into a field of the search; "" before anything was, when Teams sends initialRun.
func parameter(query teams.MessagingExtensionQuery, name string) string {
	for _, p := range query.Parameters {
		if p.Name == name {
			text, _ := schema.As[string](p.Value)
			return text
		}
	}
	return ""
}

// item is what is tapped in a list of results.
type item struct {
	Code int `json:"code"`
}

// onItem answers with the one that was tapped, for the message.
func onItem(_ context.Context, turn *framework.TurnContext, value schema.Any) (*teams.MessagingExtensionResponse, error) {
	chosen, err := schema.As[item](value)
	if err != nil {
		return nil, &framework.BadValueError{Name: turn.Activity.Name, Err: err}
	}
	s, ok := statusOf(chosen.Code)
	if !ok {
		return nil, &framework.BadValueError{Name: turn.Activity.Name, Err: errors.New("there is no such status code")}
	}
	return teams.SearchResults(s.result(schema.CardAction{})), nil
}

// onLink answers a link in a message with a card, if it is about a status code.
func onLink(
	_ context.Context, _ *framework.TurnContext, query teams.AppBasedLinkQuery,
) (*teams.MessagingExtensionResponse, error) {
	s, ok := linked(query.URL)
	if !ok {
		return nil, nil //nolint:nilnil // no card
	}
	return teams.SearchResults(s.result(schema.CardAction{})), nil
}

// onSettings answers with the page where a person chooses what to find.
func (b *statusBot) onSettings(
	ctx context.Context, turn *framework.TurnContext, _ teams.MessagingExtensionQuery,
) (*teams.MessagingExtensionResponse, error) {
	shown, err := b.shown.GetOr(ctx, turn, shownAll)
	if err != nil {
		return nil, err
	}
	page := b.publicURL + settingsPath + "?" + url.Values{"shown": {shown}}.Encode()
	return teams.MessagingExtensionConfig("Settings", page), nil
}

// settings is what comes back from the page.
type settings struct {
	State string `json:"state"`
}

// onSetting remembers what was chosen there.
func (b *statusBot) onSetting(ctx context.Context, turn *framework.TurnContext, value schema.Any) error {
	chosen, err := schema.As[settings](value)
	if err != nil {
		return &framework.BadValueError{Name: turn.Activity.Name, Err: err}
	}
	switch chosen.State {
	case shownAll, shownErrors:
		return b.shown.Set(ctx, turn, chosen.State)
	default:
		return &framework.InvokeError{Status: http.StatusBadRequest, Err: errors.New("the settings page has no such choice")}
	}
}
