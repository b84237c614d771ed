package proactive_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

func person(change func(*proactive.Record)) proactive.Record {
	r := proactive.Record{Key: personOf("ann"), Reference: private("ann")}
	r.Reference.Locale, r.Preferences.Topics = "pt-BR", []string{"build"}
	if change != nil {
		change(&r)
	}
	return r
}

func place(kind, id, threadID string) proactive.Record {
	return proactive.Record{
		Key: proactive.Key{AppID: "app", ChannelID: schema.ChannelTeams, TenantID: "t1", ConversationID: id, ThreadID: threadID},
		Reference: schema.ConversationReference{
			User: private("ann").User, ChannelID: schema.ChannelTeams,
			Conversation: schema.ConversationAccount{ID: id, TenantID: "t1", ConversationType: kind},
		},
	}
}

func TestAudienceIncludes(t *testing.T) {
	t.Parallel()
	ann := person(nil)
	general, thread := place(schema.ConversationChannel, "19:team", ""), place(schema.ConversationChannel, "19:team", "7")
	group := place(schema.ConversationGroup, "19:group", "")
	speaking := func(locale string) proactive.Record {
		return person(func(r *proactive.Record) { r.Reference.Locale = locale })
	}
	tests := map[string]struct {
		audience proactive.Audience
		record   proactive.Record
		want     bool
	}{
		"everyone is people":            {proactive.Audience{}, ann, true},
		"everyone is no channel":        {proactive.Audience{}, general, false},
		"everyone is no group":          {proactive.Audience{}, group, false},
		"by channel id":                 {proactive.Audience{Users: []string{"x", "29:ann"}}, ann, true},
		"by object id":                  {proactive.Audience{Users: []string{"aad-ann"}}, ann, true},
		"by another id":                 {proactive.Audience{Users: []string{"29:bob"}}, ann, false},
		"by no id":                      {proactive.Audience{Users: []string{""}}, speaking("pt"), false},
		"no id, and none to match":      {proactive.Audience{Users: []string{""}}, person(func(r *proactive.Record) { r.Reference.User.AADObjectID = "" }), false},
		"the last writer is no channel": {proactive.Audience{Users: []string{"29:ann"}, TeamID: "19:team"}, general, false},
		"organization":                  {proactive.Audience{TenantID: "t1"}, ann, true},
		"another organization":          {proactive.Audience{TenantID: "t2"}, ann, false},
		"pt is pt":                      {proactive.Audience{Locale: "pt"}, speaking("pt"), true},
		"pt is also pt-BR":              {proactive.Audience{Locale: "pt"}, speaking("pt-BR"), true},
		"pt-BR is not pt":               {proactive.Audience{Locale: "pt-BR"}, speaking("pt"), false},
		"pt-BR is not pt-PT":            {proactive.Audience{Locale: "pt-BR"}, speaking("pt-PT"), false},
		"pt is not ptx":                 {proactive.Audience{Locale: "pt"}, speaking("ptx"), false},
		"case does not count":           {proactive.Audience{Locale: "PT-br"}, speaking("pt-BR"), true},
		"no language is not pt":         {proactive.Audience{Locale: "pt"}, speaking(""), false},
		"the chosen language":           {proactive.Audience{Locale: "fr"}, person(func(r *proactive.Record) { r.Preferences.Locale = "fr-CH" }), true},
		"not the client's":              {proactive.Audience{Locale: "pt"}, person(func(r *proactive.Record) { r.Preferences.Locale = "fr" }), false},
		"follows":                       {proactive.Audience{Topic: "build"}, ann, true},
		"does not follow":               {proactive.Audience{Topic: "Build"}, ann, false},
		"team":                          {proactive.Audience{TeamID: "19:team"}, general, true},
		"team is not its threads":       {proactive.Audience{TeamID: "19:team"}, thread, false},
		"team is not its people":        {proactive.Audience{TeamID: "19:team"}, person(func(r *proactive.Record) { r.TeamID = "19:team" }), false},
		"another team":                  {proactive.Audience{TeamID: "19:other"}, general, false},
		"channel":                       {proactive.Audience{ConversationID: "19:team"}, general, true},
		"channel is not its threads":    {proactive.Audience{ConversationID: "19:team"}, thread, false},
		"group chat":                    {proactive.Audience{ConversationID: "19:group"}, group, true},
		"all at once":                   {proactive.Audience{Users: []string{"29:ann"}, TenantID: "t1", Locale: "pt", Topic: "build"}, ann, true},
		"all but one":                   {proactive.Audience{Users: []string{"29:ann"}, TenantID: "t1", Locale: "pt", Topic: "news"}, ann, false},
		"a place in an organization":    {proactive.Audience{TeamID: "19:team", TenantID: "t2"}, general, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, tt.audience.Includes(tt.record))
		})
	}
}
