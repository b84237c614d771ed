package proactive_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

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
	role := func(role string) proactive.Record {
		return person(func(r *proactive.Record) { r.Person.Role = role })
	}
	seen := func(at time.Time) proactive.Record {
		return person(func(r *proactive.Record) { r.SeenAt = at })
	}
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	desk := person(func(r *proactive.Record) { r.Attributes = map[string]string{"desk": "1", "x": "y"} })
	met := person(func(r *proactive.Record) { r.Person.Teams = []string{"19:other", "19:team"} })
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
		"no organization":               {proactive.Audience{}, proactive.Record{Key: personOf("").Tenant()}, false},
		"a language or none":            {proactive.Audience{Locale: "pt", OrUnknownLocale: true}, speaking(""), true},
		"another language, or none":     {proactive.Audience{Locale: "fr", OrUnknownLocale: true}, speaking("pt"), false},
		"members":                       {proactive.Audience{Role: proactive.RoleMember}, role(proactive.RoleMember), true},
		"members, as far as is known":   {proactive.Audience{Role: proactive.RoleMember}, ann, true},
		"members are no guests":         {proactive.Audience{Role: proactive.RoleMember}, role(proactive.RoleGuest), false},
		"guests":                        {proactive.Audience{Role: proactive.RoleGuest}, role(proactive.RoleGuest), true},
		"guests are no members":         {proactive.Audience{Role: proactive.RoleGuest}, ann, false},
		"a role that nobody has":        {proactive.Audience{Role: "guests"}, ann, false},
		"attributes":                    {proactive.Audience{Attributes: map[string]string{"desk": "1"}}, desk, true},
		"another value":                 {proactive.Audience{Attributes: map[string]string{"desk": "2"}}, desk, false},
		"no such attribute":             {proactive.Audience{Attributes: map[string]string{"room": ""}}, desk, false},
		"one of two attributes":         {proactive.Audience{Attributes: map[string]string{"desk": "1", "room": "1"}}, desk, false},
		"seen since":                    {proactive.Audience{SeenSince: noon}, seen(noon), true},
		"not seen since":                {proactive.Audience{SeenSince: noon}, seen(noon.Add(-1)), false},
		"never seen":                    {proactive.Audience{SeenSince: noon}, ann, false},
		"met in the team":               {proactive.Audience{MemberOf: "19:team"}, met, true},
		"not met in the team":           {proactive.Audience{MemberOf: "19:team"}, ann, false},
		"team with its threads":         {proactive.Audience{TeamID: "19:team", Threads: true}, thread, true},
		"threads of another team":       {proactive.Audience{TeamID: "19:other", Threads: true}, thread, false},
		"threads alone are people":      {proactive.Audience{Threads: true}, thread, false},
		"any, the second":               {proactive.Audience{Any: []proactive.Audience{{Topic: "news"}, {Topic: "build"}}}, ann, true},
		"none of any":                   {proactive.Audience{Any: []proactive.Audience{{Topic: "news"}, {Locale: "fr"}}}, ann, false},
		"any and more":                  {proactive.Audience{Locale: "fr", Any: []proactive.Audience{{Topic: "build"}}}, ann, false},
		"any place":                     {proactive.Audience{Any: []proactive.Audience{{TeamID: "19:team"}, {Topic: "build"}}}, general, true},
		"any is people by itself":       {proactive.Audience{Any: []proactive.Audience{{}}}, general, false},
		"except another":                {proactive.Audience{Except: []proactive.Audience{{Locale: "fr"}}}, ann, true},
		"except them":                   {proactive.Audience{Except: []proactive.Audience{{Locale: "fr"}, {Users: []string{"29:ann"}}}}, ann, false},
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

func TestAudienceJSON(t *testing.T) {
	t.Parallel()
	data := `{"locale":"de","orUnknownLocale":true,"role":"member","attributes":{"desk":"1"},"seenSince":"2026-11-21T12:00:00Z",
		"any":[{"topic":"build"},{"teamId":"19:team","threads":true}],"except":[{"users":["29:ann"]}]}`
	want := proactive.Audience{
		Locale: "de", OrUnknownLocale: true, Role: proactive.RoleMember, Attributes: map[string]string{"desk": "1"},
		SeenSince: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC),
		Any:       []proactive.Audience{{Topic: "build"}, {TeamID: "19:team", Threads: true}},
		Except:    []proactive.Audience{{Users: []string{"29:ann"}}},
	}
	var got proactive.Audience
	require.NoError(t, json.Unmarshal([]byte(data), &got))
	require.Equal(t, want, got)
	written, err := json.Marshal(got)
	require.NoError(t, err)
	require.JSONEq(t, data, string(written))
}

// TestAudienceJSONThatCannotBeRead is about slips by which a message would go to more people than it is meant for.
func TestAudienceJSONThatCannotBeRead(t *testing.T) {
	t.Parallel()
	deep := func(n int) string { return strings.Repeat(`{"any":[`, n) + `{}` + strings.Repeat(`]}`, n) }
	tests := map[string]struct{ data, want string }{
		"a slip":          {`{"tenant":"t1"}`, `there is no such member at "/tenant"`},
		"a slip inside":   {`{"any":[{"tenant":"t1"}]}`, "no such member"},
		"another case":    {`{"TenantID":"t1"}`, "no such member"},
		"a wrong type":    {`{"users":"29:ann"}`, `a string does not fit at "/users"`},
		"too deep":        {deep(8), "more than 8 audiences"},
		"much too deep":   {deep(100_000), "more than 8 audiences"},
		"no JSON":         {`{`, "JSON"},
		"nobody":          {`{"users":[]}`, `"users" is empty: leave it out for everyone`},
		"nobody inside":   {`{"any":[{"any":[]}]}`, `"any" is empty`},
		"one name, twice": {`{"topic":"a","topic":"b"}`, "twice"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := proactive.Audience{TenantID: "kept"}
			require.ErrorContains(t, a.UnmarshalJSON([]byte(tt.data)), tt.want)
			require.Equal(t, "kept", a.TenantID)
		})
	}
	var a proactive.Audience
	require.NoError(t, a.UnmarshalJSON([]byte(deep(7))))
	require.NoError(t, a.UnmarshalJSON([]byte(`{"topic":"`+strings.Repeat("[{", 50)+`\"[[[["}`)))
}
