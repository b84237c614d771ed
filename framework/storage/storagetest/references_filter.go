package storagetest

import (
	"slices"
	"testing"

	"github.com/convobot/convo/framework/proactive"
)

const (
	guid      = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
	guidUpper = "0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0"
)

// crowd are people and places, of two bots, channels and organizations, in the order of their keys.
func crowd() []proactive.Record {
	person := func(app, tenant, id, account string) proactive.Record {
		r := record(proactive.Key{AppID: app, ChannelID: "msteams", TenantID: tenant, UserID: id})
		r.Reference.User.ID, r.Reference.User.AADObjectID, r.TeamID, r.Notices = account, id, "", nil
		return r
	}
	place := func(tenant, id, thread, team string) proactive.Record {
		r := record(proactive.Key{AppID: "app", ChannelID: "msteams", TenantID: tenant, ConversationID: id, ThreadID: thread})
		r.TeamID, r.Notices = team, nil
		r.Reference.User.ID, r.Reference.User.AADObjectID = "29:"+guid, guidUpper // who was met first in a place does not name it
		return r
	}
	waiting := person("app", "t2", "u2", "29:u2")
	waiting.Notices = record(key(0)).Notices
	sent := person("app", "t2", guid, "29:"+guid)
	sent.Notices = map[string]proactive.TopicState{"build": {SentAt: sent.SeenAt}}
	other := person("app", "t1", guid, "29:Other")
	other.Key.ChannelID = "webchat"
	return []proactive.Record{
		place("t1", "19:a", "", "19:team"),
		place("t1", "19:a", "7", "19:team"),
		person("app", "t1", guid, "29:Elsewhere"),
		place("t2", "19:a", "", "19:other"),
		sent,
		waiting,
		other,
		person("bot2", "t1", guid, "29:x"),
	}
}

func filters(t *testing.T, s proactive.Store) {
	all := crowd()
	for _, r := range slices.Backward(all) {
		put(t, s, r)
	}
	tests := map[string]struct {
		filter proactive.Filter
		want   []int // of crowd
	}{
		"nothing set":           {proactive.Filter{}, []int{0, 1, 2, 3, 4, 5, 6, 7}},
		"app":                   {proactive.Filter{AppID: "bot2"}, []int{7}},
		"channel":               {proactive.Filter{ChannelID: "webchat"}, []int{6}},
		"tenant":                {proactive.Filter{TenantID: "t2"}, []int{3, 4, 5}},
		"tenant of a bot":       {proactive.Filter{AppID: "app", ChannelID: "msteams", TenantID: "t1"}, []int{0, 1, 2}},
		"no such app":           {proactive.Filter{AppID: "App"}, nil},
		"object id":             {proactive.Filter{UserID: guid}, []int{2, 4, 6, 7}},
		"object id in capitals": {proactive.Filter{UserID: guidUpper}, []int{2, 4, 6, 7}},
		"channel's id":          {proactive.Filter{UserID: "29:Other"}, []int{6}},
		"channel's id, in lower case, is another": {proactive.Filter{UserID: "29:other"}, nil},
		"who was first met in a place":            {proactive.Filter{UserID: "29:" + guid}, []int{4}},
		"a person of a tenant":                    {proactive.Filter{UserID: guid, TenantID: "t1"}, []int{2, 6, 7}},
		"a person of a bot":                       {proactive.Filter{UserID: guid, TenantID: "t1", AppID: "bot2"}, []int{7}},
		"a person after":                          {proactive.Filter{UserID: guid, After: all[4].Key}, []int{6, 7}},
		"conversation":                            {proactive.Filter{ConversationID: "19:a"}, []int{0, 1, 3}},
		"conversation of a tenant":                {proactive.Filter{ConversationID: "19:a", TenantID: "t1"}, []int{0, 1}},
		"conversation after":                      {proactive.Filter{ConversationID: "19:a", After: all[0].Key}, []int{1, 3}},
		"team":                                    {proactive.Filter{TeamID: "19:team"}, []int{0, 1}},
		"team elsewhere":                          {proactive.Filter{TeamID: "19:team", TenantID: "t2"}, nil},
		"team after":                              {proactive.Filter{TeamID: "19:team", After: all[0].Key}, []int{1}},
		"waiting":                                 {proactive.Filter{Waiting: true}, []int{5}},
		"waiting elsewhere":                       {proactive.Filter{Waiting: true, AppID: "bot2"}, nil},
		"waiting after":                           {proactive.Filter{Waiting: true, After: all[5].Key}, nil},
		"after the first":                         {proactive.Filter{After: all[0].Key}, []int{1, 2, 3, 4, 5, 6, 7}},
		"after what is not there":                 {proactive.Filter{After: proactive.Key{AppID: "app", ChannelID: "msteams", TenantID: "t1", UserID: "z"}}, []int{3, 4, 5, 6, 7}},
		"after, of a tenant":                      {proactive.Filter{TenantID: "t2", After: all[4].Key}, []int{5}},
		"after the last":                          {proactive.Filter{After: all[7].Key}, nil},
		"all at once":                             {proactive.Filter{AppID: "app", ChannelID: "msteams", TenantID: "t2", UserID: "29:u2", Waiting: true, After: all[3].Key}, []int{5}},
	}
	for name, tt := range tests {
		var want []proactive.Key
		for _, n := range tt.want {
			want = append(want, all[n].Key)
		}
		if got := filtered(t, s, tt.filter); !slices.Equal(got, want) {
			t.Errorf("%s\n got %v\nwant %v", name, got, want)
		}
	}
}

func filtered(t *testing.T, s proactive.Store, filter proactive.Filter) []proactive.Key {
	t.Helper()
	var out []proactive.Key
	for r, err := range s.All(t.Context(), filter) {
		if err != nil {
			t.Fatalf("All(%+v): %v", filter, err)
		}
		out = append(out, r.Key)
	}
	return out
}

// filtersFollow is about look-ups: they find a record by what it has now.
func filtersFollow(t *testing.T, s proactive.Store) {
	before := crowd()[5]
	after := before
	after.Reference.User.ID, after.Reference.User.AADObjectID, after.TeamID, after.Notices = "29:new", guidUpper, "19:new", nil
	has := func(f proactive.Filter) bool { return len(filtered(t, s, f)) == 1 }
	check := func(when string, old, renewed bool) {
		t.Helper()
		for _, f := range []proactive.Filter{{UserID: "29:u2"}, {Waiting: true}} {
			if has(f) != old {
				t.Errorf("%s, %+v finds it: %t", when, f, !old)
			}
		}
		for _, f := range []proactive.Filter{{UserID: "29:new"}, {UserID: guid}, {TeamID: "19:new"}} {
			if has(f) != renewed {
				t.Errorf("%s, %+v finds it: %t", when, f, !renewed)
			}
		}
	}
	put(t, s, before)
	check("stored", true, false)
	put(t, s, after)
	check("changed", false, true)
	if !has(proactive.Filter{UserID: "u2"}) {
		t.Error("it is not found by the id of its key")
	}
	if err := s.Delete(t.Context(), after.Key); err != nil {
		t.Fatalf("Delete: %v", err)
	}
	check("deleted", false, false)
}

// filtersGoOn reads by pages, as who ends and goes on later.
func filtersGoOn(t *testing.T, s proactive.Store) {
	for n := range 25 {
		put(t, s, record(key(n)))
	}
	var got []proactive.Key
	var last proactive.Key
	for {
		page := 0
		for r, err := range s.All(t.Context(), proactive.Filter{TenantID: "tenant", TeamID: "19:team", After: last}) {
			if err != nil {
				t.Fatalf("All: %v", err)
			}
			got, last = append(got, r.Key), r.Key
			if page++; page == 4 {
				break
			}
		}
		if page == 0 {
			break
		}
	}
	if want := keys(t, s); !slices.Equal(got, want) {
		t.Errorf("read by pages\n got %v\nwant %v", got, want)
	}
}
