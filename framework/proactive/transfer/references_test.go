package transfer_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/proactive/transfer"
	"github.com/convobot/convo/framework/schema"
)

// reference is what botbuilder's JavaScript stores.
func reference(name string) string {
	return fmt.Sprintf(`{"activityId":"1","user":{"id":"29:%[1]s","name":"Ann","aadObjectId":"aad-%[1]s"},"bot":{"id":"28:app","name":"Bot"},
		"conversation":{"conversationType":"personal","tenantId":"t1","id":"a:%[1]s"},
		"channelId":"msteams","locale":"en-US","serviceUrl":"https://smba.trafficmanager.net/emea/"}`, name)
}

func oneLine(text string) string { return strings.ReplaceAll(text, "\n", "") }

func personOf(app, name string) proactive.Key {
	return proactive.Key{AppID: app, ChannelID: schema.ChannelTeams, TenantID: "t1", UserID: "aad-" + name}
}

func TestImportReferences(t *testing.T) {
	t.Parallel()
	item := func(name string) string {
		return `{"claims":{"aud":"agent","tid":"t1"},"reference":` + strings.Replace(reference(name), `"bot"`, `"agent"`, 1) + `}`
	}
	dotNet := strings.NewReplacer(`"activityId"`, `"ActivityId"`, `"user"`, `"User"`, `"id"`, `"Id"`, `"aadObjectId"`, `"AadObjectId"`, `"bot"`, `"Bot"`,
		`"conversation"`, `"Conversation"`, `"conversationType"`, `"ConversationType"`, `"tenantId"`, `"TenantId"`, `"channelId"`, `"ChannelId"`,
		`"serviceUrl"`, `"ServiceUrl"`, `"name"`, `"Name"`, `"locale"`, `"Locale"`)
	tests := map[string]struct {
		file string
		app  string
	}{
		"an array":              {"[" + reference("ann") + ",\n" + reference("bob") + "]", "app"},
		"an object by ids":      {`{"a:ann":` + reference("ann") + `, "b": ` + reference("bob") + "}\n", "app"},
		"lines":                 {oneLine(reference("ann")) + "\n" + oneLine(reference("bob")), "app"},
		"an array of items":     {"[" + item("ann") + "," + item("bob") + "]", "agent"},
		"items by keys":         {`{"proactive/conversations/a:ann":` + item("ann") + `,"proactive/conversations/a:bob":` + item("bob") + `}`, "agent"},
		"lines of items":        {oneLine(item("ann")) + "\n" + oneLine(item("bob")) + "\n", "agent"},
		"of .NET":               {dotNet.Replace("[" + reference("ann") + "," + reference("bob") + "]"), "app"},
		"lines of .NET":         {oneLine(dotNet.Replace(reference("ann"))) + "\n" + oneLine(dotNet.Replace(reference("bob"))), "app"},
		"with a mark of UTF-8":  {"\xef\xbb\xbf[" + reference("ann") + "," + reference("bob") + "]", "app"},
		"twice the same person": {"[" + reference("ann") + "," + reference("bob") + "," + reference("ann") + "]", "app"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := newStore()
			report, err := transfer.ImportReferences(t.Context(), store, strings.NewReader(tt.file), "app")
			require.NoError(t, err)
			require.Equal(t, []int{2, 0}, []int{report.Stored, report.Bad}, report.Problems)
			records := all(t, store)
			require.Len(t, records, 2)
			for i, who := range []string{"ann", "bob"} {
				r := records[i]
				require.Equal(t, personOf(tt.app, who), r.Key)
				require.Equal(t, schema.ChannelAccount{ID: "28:app", Name: "Bot"}, r.Reference.Bot)
				require.Equal(t, schema.ChannelAccount{ID: "29:" + who, Name: "Ann", AADObjectID: "aad-" + who}, r.Reference.User)
				require.Equal(t, "https://smba.trafficmanager.net/emea/", r.Reference.ServiceURL)
				require.Empty(t, r.Reference.ActivityID)
				require.True(t, r.SeenAt.IsZero(), "the bot has not heard of them")
				require.Contains(t, string(r.Origin), "29:"+who)
			}
		})
	}
}

func TestImportReferencesThatAreBad(t *testing.T) {
	t.Parallel()
	without := func(member string) string {
		return strings.Replace(reference("bob"), `"`+member+`"`, `"x"`, 1)
	}
	elements := []string{
		reference("ann"), `7`, `null`, `"text"`, `[]`, `{}`, without("conversation"), without("serviceUrl"), without("channelId"),
		`{"conversation":{"id":7}}`, `{"reference":null,"claims":{}}`, reference("cat"),
	}
	check := func(t *testing.T, file string) {
		t.Helper()
		store := newStore()
		report, err := transfer.ImportReferences(t.Context(), store, strings.NewReader(file), "app")
		require.NoError(t, err)
		require.Equal(t, []int{2, 10}, []int{report.Stored, report.Bad})
		for i, problem := range report.Problems {
			require.Equal(t, i+2, problem.Number)
		}
		require.ErrorContains(t, report.Problems[5], "no conversation.id")
		require.ErrorContains(t, report.Problems[6], "no serviceUrl")
		require.ErrorContains(t, report.Problems[7], "no channelId")
	}
	t.Run("elements", func(t *testing.T) {
		t.Parallel()
		check(t, "["+strings.Join(elements, ",")+"]")
	})
	t.Run("lines", func(t *testing.T) {
		t.Parallel()
		var lines []string
		for _, e := range elements {
			lines = append(lines, oneLine(e))
		}
		check(t, strings.Join(lines, "\n"))
	})
	for name, file := range map[string]string{
		"cut off":             "[" + reference("ann") + `,{"conv`,
		"cut off after a one": "[" + reference("ann"),
		"no JSON within":      "[" + reference("ann") + ",}",
		"an endless one":      "[" + reference("ann") + `,"` + strings.Repeat("x", 5<<20) + `"]`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := transfer.ImportReferences(t.Context(), newStore(), strings.NewReader(file), "app")
			require.ErrorContains(t, err, "no JSON after byte")
		})
	}
	report, err := transfer.ImportReferences(t.Context(), newStore(), strings.NewReader(""), "app")
	require.NoError(t, err)
	require.Zero(t, report)
}

// TestImportReferencesOfWhomTheBotKnows is about a bot that moved, and has been running since.
func TestImportReferencesOfWhomTheBotKnows(t *testing.T) {
	t.Parallel()
	store := newStore()
	known := person(1)
	known.Key, known.Reference.User.Name = personOf("app", "ann"), "Anna"
	put(t, store, known)
	report, err := transfer.ImportReferences(t.Context(), store, strings.NewReader("["+reference("ann")+"]"), "app")
	require.NoError(t, err)
	require.Equal(t, transfer.Report{Older: 1}, report)
	require.Equal(t, "Anna", all(t, store)[0].Reference.User.Name)
}

// TestReferencesWithoutAType is about references of Teams that do not say what their conversation is.
func TestReferencesWithoutAType(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]proactive.Key{
		"a:1":                            {UserID: "u"},
		"19:x@thread.tacv2":              {ConversationID: "19:x@thread.tacv2"},
		"19:x@thread.tacv2;messageid=17": {ConversationID: "19:x@thread.tacv2", ThreadID: "17"},
		"19:u_28@unq.gbl.spaces":         {ConversationID: "19:u_28@unq.gbl.spaces"},
		"something else, of somebody's":  {ConversationID: "something else, of somebody's"},
	} {
		store := newStore()
		file := fmt.Sprintf(`[{"user":{"id":"u"},"conversation":{"id":%q},"channelId":"msteams","serviceUrl":"https://x/"}]`, id)
		_, err := transfer.ImportReferences(t.Context(), store, strings.NewReader(file), "app")
		require.NoError(t, err)
		want.AppID, want.ChannelID = "app", schema.ChannelTeams
		require.Equal(t, want, all(t, store)[0].Key)
	}
}

func FuzzImportReferences(f *testing.F) {
	f.Add([]byte("[" + reference("ann") + "]"))
	f.Add([]byte(`{"x":` + reference("ann") + `}`))
	f.Add([]byte(oneLine(reference("ann")) + "\n{\n"))
	f.Add([]byte(`[{"reference":` + reference("ann") + `,"claims":{"aud":"a"}},{"Conversation":{"Id":"1"}}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		store := newStore()
		report, _ := transfer.ImportReferences(t.Context(), store, bytes.NewReader(data), "app")
		records := all(t, store)
		require.Len(t, records, report.Stored)
		for _, r := range records {
			_, err := r.MarshalJSON()
			require.NoError(t, err, "what was imported can be stored")
			require.NotEmpty(t, r.Reference.ServiceURL)
		}
	})
}
