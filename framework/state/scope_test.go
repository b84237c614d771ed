package state_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/state"
)

// scopes of a state, by name.
func scopes(s *state.State) map[string]*state.Scope {
	return map[string]*state.Scope{
		"conversation": s.Conversation(), "root conversation": s.Root(), "user": s.User(), "private conversation": s.Private(),
	}
}

func TestScopeKeys(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*schema.Activity)
		want   map[string]string
	}{
		"a thread": {func(*schema.Activity) {}, map[string]string{
			"conversation":         here,
			"root conversation":    "/msteams/conversations/19:general@thread.tacv2/items/root",
			"user":                 annsKey,
			"private conversation": annsHere,
		}},
		"another thread": {func(a *schema.Activity) { a.Conversation.ID = general + ";messageid=18" }, map[string]string{
			"conversation":         "/msteams/conversations/19:general@thread.tacv2;messageid=18",
			"root conversation":    "/msteams/conversations/19:general@thread.tacv2/items/root",
			"user":                 annsKey,
			"private conversation": "/msteams/conversations/19:general@thread.tacv2;messageid=18/users/" + annID,
		}},
		"an Entra object id in capitals, and another id on the channel": {
			func(a *schema.Activity) {
				a.From = schema.ChannelAccount{ID: annID, AADObjectID: strings.ToUpper(annID)}
			},
			map[string]string{"user": annsKey, "private conversation": annsHere},
		},
		"a guest": {func(a *schema.Activity) { a.From.AADObjectID = "" }, map[string]string{
			"user": "/msteams/users/29:ann", "private conversation": here + "/users/29:ann",
		}},
		"ids that look like keys": {
			func(a *schema.Activity) {
				a.Conversation.ID = "c/users/29:ben"
				a.From = schema.ChannelAccount{ID: "%2F/items/root"}
			},
			map[string]string{
				"conversation":         "/msteams/conversations/c%2Fusers%2F29:ben",
				"root conversation":    "/msteams/conversations/c%2Fusers%2F29:ben/items/root",
				"user":                 "/msteams/users/%252F%2Fitems%2Froot",
				"private conversation": "/msteams/conversations/c%2Fusers%2F29:ben/users/%252F%2Fitems%2Froot",
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := says("hi")
			tt.change(a)
			for name, scope := range scopes(state.New(newShelf())) {
				key, err := scope.Key(framework.NewTurnContext(nil, a))
				require.NoError(t, err)
				if want, ok := tt.want[name]; ok {
					require.Equal(t, want, key.String())
				}
			}
		})
	}
}

func TestScopesOfAnotherBotAreOthers(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	s := state.New(shelf)
	count := state.NewProperty[int](s.Conversation(), "count")
	bot := s.AutoSave(framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error {
		n, err := count.Get(ctx, turn)
		require.NoError(t, err)
		return count.Set(ctx, turn, n+1)
	}))
	channel := newChannel()
	for _, appID := range []string{"one", "two", "one"} {
		ctx := framework.WithIdentity(t.Context(), framework.Identity{AppID: appID})
		_, err := channel.engine.Process(ctx, channel, says("hi"), bot)
		require.NoError(t, err)
	}
	shelf.holds(t, "one"+here, `{"count":2}`)
	shelf.holds(t, "two"+here, `{"count":1}`)
}

func TestMissingIDs(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*schema.Activity)
		want   map[string]string // the field that each scope misses
	}{
		"no channel": {
			func(a *schema.Activity) { a.ChannelID = "" },
			map[string]string{"conversation": "channelId", "root conversation": "channelId", "user": "channelId", "private conversation": "channelId"},
		},
		"no conversation": {
			func(a *schema.Activity) { a.Conversation.ID = "" },
			map[string]string{"conversation": "conversation.id", "root conversation": "conversation.id", "private conversation": "conversation.id"},
		},
		"a thread of nothing": {
			func(a *schema.Activity) { a.Conversation.ID = ";messageid=1" },
			map[string]string{"root conversation": "conversation.id"},
		},
		"no user": {
			func(a *schema.Activity) { a.From = schema.ChannelAccount{Name: "Ann"} },
			map[string]string{"user": "from.id", "private conversation": "from.id"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := says("hi")
			tt.change(a)
			s := state.New(newShelf())
			for name, scope := range scopes(s) {
				property := state.NewProperty[int](scope, "n")
				err := run(t, s, a, func(ctx context.Context, turn *framework.TurnContext) error {
					return property.Set(ctx, turn, 1)
				})
				updateErr := property.Update(t.Context(), framework.NewTurnContext(nil, a), func(*int) error { return nil })
				deleteErr := scope.Delete(t.Context(), framework.NewTurnContext(nil, a))
				field, misses := tt.want[name]
				for _, err := range []error{err, updateErr, deleteErr} {
					if !misses {
						require.NoError(t, err)
						continue
					}
					var missing *state.MissingIDError
					require.ErrorAs(t, err, &missing)
					require.Equal(t, state.MissingIDError{Scope: name, Field: field}, *missing)
					require.ErrorContains(t, err, "no "+field)
				}
			}
		})
	}
}

func TestScopesAreKeptApart(t *testing.T) {
	t.Parallel()
	s := state.New(newShelf())
	properties := make(map[string]*state.Property[string])
	for name, scope := range scopes(s) {
		properties[name] = state.NewProperty[string](scope, "name")
	}
	turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
		for name, property := range properties {
			require.NoError(t, property.Set(ctx, turn, name))
		}
		return nil
	})
	turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
		for name, property := range properties {
			got, err := property.Get(ctx, turn)
			require.NoError(t, err)
			require.Equal(t, name, got)
		}
		return nil
	})
}

func TestClear(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	shelf.put(t, annsKey, `{"name":"Ann","of another program":[1]}`)
	s := state.New(shelf)
	name := state.NewProperty[string](s.User(), "name")
	city := state.NewProperty[string](s.User(), "city")

	failed := run(t, s, says("hi"), func(ctx context.Context, turn *framework.TurnContext) error {
		require.NoError(t, s.User().Clear(ctx, turn))
		return context.DeadlineExceeded
	})
	require.Error(t, failed)
	shelf.holds(t, annsKey, `{"name":"Ann","of another program":[1]}`)

	turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
		require.NoError(t, city.Set(ctx, turn, "Bern"))
		require.NoError(t, s.User().Clear(ctx, turn))
		for _, property := range []*state.Property[string]{name, city} {
			got, err := property.Get(ctx, turn)
			require.NoError(t, err)
			require.Empty(t, got)
		}
		shelf.holds(t, annsKey, `{"name":"Ann","of another program":[1]}`)
		return nil
	})
	shelf.holds(t, annsKey, "")

	turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
		require.NoError(t, s.User().Clear(ctx, turn))
		return name.Set(ctx, turn, "Ann again")
	})
	shelf.holds(t, annsKey, `{"name":"Ann again"}`)
}

func TestClearOfAScopeWithoutProperties(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	shelf.put(t, annsKey, `{"of another program":[1]}`)
	s := state.New(shelf)
	count := state.NewProperty[int](s.Conversation(), "count")
	turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
		require.NoError(t, count.Set(ctx, turn, 1))
		return s.User().Clear(ctx, turn)
	})
	shelf.holds(t, annsKey, "")
	shelf.holds(t, here, `{"count":1}`)
}

func TestDelete(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	shelf.put(t, annsKey, `{"name":"Ann"}`)
	s := state.New(shelf)
	name := state.NewProperty[string](s.User(), "name")
	failed := run(t, s, says("forget me"), func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := name.Get(ctx, turn)
		require.NoError(t, err)
		require.NoError(t, s.User().Delete(ctx, turn))
		shelf.holds(t, annsKey, "")
		got, err := name.Get(ctx, turn)
		require.NoError(t, err)
		require.Empty(t, got)
		return context.DeadlineExceeded
	})
	require.Error(t, failed)
	shelf.holds(t, annsKey, "")

	shelf.put(t, annsKey, `{"name":"Ann"}`)
	turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := name.Get(ctx, turn)
		require.NoError(t, err)
		require.NoError(t, s.User().Delete(ctx, turn))
		return name.Set(ctx, turn, "Ann again")
	})
	shelf.holds(t, annsKey, `{"name":"Ann again"}`)
}

// TestDeletedStateDoesNotComeBack: a turn that had read it saves after somebody was forgotten.
func TestDeletedStateDoesNotComeBack(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	shelf.put(t, annsKey, `{"name":"Ann","city":"Bern"}`)
	s := state.New(shelf)
	name := state.NewProperty[string](s.User(), "name")
	loses(t, s, annsKey, "name", func(ctx context.Context, turn *framework.TurnContext) error {
		require.NoError(t, name.Set(ctx, turn, "Anna"))
		return s.User().Delete(ctx, framework.NewTurnContext(nil, says("forget me")))
	})
	shelf.holds(t, annsKey, "")
}
