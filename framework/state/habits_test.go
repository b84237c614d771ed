package state_test

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/state"
	"github.com/convobot/convo/framework/storage/memory"
)

// habit is what a row of the table in the package documentation says, with a storage of its own and a property that is
// set to "Ann" in it.
type habit func(t *testing.T, h *habitat)

// habitat is where habits are tried.
type habitat struct {
	*shelf
	s    *state.State
	name *state.Property[string] // of the user
}

// in runs a turn.
func (h *habitat) in(t *testing.T, do func(ctx context.Context, turn *framework.TurnContext)) {
	t.Helper()
	turns(t, h.s, func(ctx context.Context, turn *framework.TurnContext) error {
		do(ctx, turn)
		return nil
	})
}

func habits() map[string]habit {
	all := make(map[string]habit)
	for _, some := range []map[string]habit{habitsOfSetUp(), habitsOfScopes(), habitsOfProperties(), habitsOfStorage()} {
		maps.Copy(all, some)
	}
	return all
}

func TestHabits(t *testing.T) {
	t.Parallel()
	for row, try := range habits() {
		t.Run(row, func(t *testing.T) {
			t.Parallel()
			h := &habitat{shelf: newShelf()}
			h.s = state.New(h.shelf)
			h.name = state.NewProperty[string](h.s.User(), "name")
			h.put(t, annsKey, `{"name":"Ann"}`)
			try(t, h)
		})
	}
}

func TestHabitsAreDocumented(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	_, table, found := strings.Cut(string(source), "# Coming from botbuilder\n")
	require.True(t, found)
	var documented []string
	for _, row := range regexp.MustCompile(`(?m)^//\t(.+?) {2,}\S`).FindAllStringSubmatch(table, -1) {
		documented = append(documented, row[1])
	}
	tested := append(slices.Collect(maps.Keys(habits())), "botbuilder") // the heading
	require.ElementsMatch(t, tested, documented)
}

func habitsOfSetUp() map[string]habit {
	scopeKey := func(scope func(*state.State) *state.Scope, want string) habit {
		return func(t *testing.T, h *habitat) {
			t.Helper()
			key, err := scope(h.s).Key(framework.NewTurnContext(nil, says("hi")))
			require.NoError(t, err)
			require.Equal(t, want, key.String())
		}
	}
	return map[string]habit{
		"new MemoryStorage()": func(t *testing.T, _ *habitat) {
			t.Helper()
			s := state.New(memory.NewState(nil))
			name := state.NewProperty[string](s.User(), "name")
			turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error { return name.Set(ctx, turn, "Ann") })
			turns(t, s, func(ctx context.Context, turn *framework.TurnContext) error {
				got, err := name.Get(ctx, turn)
				require.Equal(t, "Ann", got)
				return err
			})
		},
		"new ConversationState(storage)":        scopeKey((*state.State).Conversation, here),
		"new UserState(storage)":                scopeKey((*state.State).User, annsKey),
		"new PrivateConversationState(storage)": scopeKey((*state.State).Private, annsHere),
		"scope.createProperty('name')": func(t *testing.T, h *habitat) {
			t.Helper()
			city := state.NewProperty[string](h.s.User(), "city")
			h.in(t, func(ctx context.Context, turn *framework.TurnContext) {
				require.NoError(t, city.Set(ctx, turn, "Bern"))
			})
			h.holds(t, annsKey, `{"name":"Ann","city":"Bern"}`)
		},
		"adapter.use(new AutoSaveStateMiddleware(...))": func(t *testing.T, h *habitat) {
			t.Helper()
			bot := framework.HandlerFunc(func(ctx context.Context, turn *framework.TurnContext) error { return h.name.Set(ctx, turn, "Anna") })
			require.NoError(t, framework.Chain(bot, h.s.AutoSave).OnTurn(t.Context(), framework.NewTurnContext(nil, says("hi"))))
			h.holds(t, annsKey, `{"name":"Anna"}`)
		},
	}
}

func habitsOfScopes() map[string]habit {
	return map[string]habit{
		"scope.load(context)": func(t *testing.T, h *habitat) {
			t.Helper()
			h.in(t, func(ctx context.Context, turn *framework.TurnContext) {
				require.Empty(t, h.reads)
				_, err := h.name.Get(ctx, turn)
				require.NoError(t, err)
				require.Len(t, h.reads, 1)
			})
		},
		"scope.saveChanges(context)": func(t *testing.T, h *habitat) {
			t.Helper()
			h.in(t, func(ctx context.Context, turn *framework.TurnContext) {
				require.NoError(t, h.name.Set(ctx, turn, "Anna"))
				require.NoError(t, h.s.Save(ctx, turn))
				h.holds(t, annsKey, `{"name":"Anna"}`)
			})
		},
		"scope.saveChanges(context, true)": func(t *testing.T, h *habitat) {
			t.Helper()
			h.in(t, func(ctx context.Context, turn *framework.TurnContext) {
				key, err := h.s.User().Key(turn)
				require.NoError(t, err)
				items, err := h.Read(ctx, key.String())
				require.NoError(t, err)
				_, err = h.Write(ctx, items)
				require.NoError(t, err)
			})
			require.Len(t, h.writes, 1)
		},
		"scope.clear(context)": func(t *testing.T, h *habitat) {
			t.Helper()
			h.in(t, func(ctx context.Context, turn *framework.TurnContext) {
				require.NoError(t, h.s.User().Clear(ctx, turn))
				h.holds(t, annsKey, `{"name":"Ann"}`)
			})
			h.holds(t, annsKey, "")
		},
		"scope.delete(context)": func(t *testing.T, h *habitat) {
			t.Helper()
			h.in(t, func(ctx context.Context, turn *framework.TurnContext) {
				require.NoError(t, h.s.User().Delete(ctx, turn))
				h.holds(t, annsKey, "")
			})
		},
		"scope.getStorageKey(context)": func(t *testing.T, h *habitat) {
			t.Helper()
			key, err := h.s.User().Key(framework.NewTurnContext(nil, says("hi")))
			require.NoError(t, err)
			require.Equal(t, state.Key{ChannelID: "msteams", UserID: annID}, key)
		},
	}
}

func habitsOfProperties() map[string]habit {
	return map[string]habit{
		"property.get(context)": func(t *testing.T, h *habitat) {
			t.Helper()
			age := state.NewProperty[int](h.s.User(), "age")
			h.in(t, func(ctx context.Context, turn *framework.TurnContext) {
				name, err := h.name.Get(ctx, turn)
				require.NoError(t, err)
				require.Equal(t, "Ann", name)
				years, err := age.Get(ctx, turn)
				require.NoError(t, err)
				require.Zero(t, years)
			})
		},
		"property.get(context, value)": func(t *testing.T, h *habitat) {
			t.Helper()
			age := state.NewProperty[int](h.s.User(), "age")
			h.in(t, func(ctx context.Context, turn *framework.TurnContext) {
				years, err := age.GetOr(ctx, turn, 18)
				require.NoError(t, err)
				require.Equal(t, 18, years)
			})
			h.holds(t, annsKey, `{"name":"Ann","age":18}`)
		},
		"value.field = x": func(t *testing.T, h *habitat) {
			t.Helper()
			value := state.NewProperty[*profile](h.s.User(), "profile")
			h.put(t, annsKey, `{"profile":{"name":"Ann"}}`)
			h.in(t, func(ctx context.Context, turn *framework.TurnContext) {
				who, err := value.Get(ctx, turn)
				require.NoError(t, err)
				who.Name = "Anna"
			})
			h.holds(t, annsKey, `{"profile":{"name":"Anna"}}`)
		},
		"property.set(context, value)": func(t *testing.T, h *habitat) {
			t.Helper()
			h.in(t, func(ctx context.Context, turn *framework.TurnContext) {
				require.NoError(t, h.name.Set(ctx, turn, "Anna"))
			})
			h.holds(t, annsKey, `{"name":"Anna"}`)
		},
		"property.delete(context)": func(t *testing.T, h *habitat) {
			t.Helper()
			h.in(t, func(ctx context.Context, turn *framework.TurnContext) { require.NoError(t, h.name.Delete(ctx, turn)) })
			h.holds(t, annsKey, "")
		},
		"read, change, write, again on a conflict": func(t *testing.T, h *habitat) {
			t.Helper()
			h.put(t, "n", `1`)
			once := false
			h.onWrite = func() error {
				if !once {
					once = true
					h.put(t, "n", `10`)
					h.put(t, annsKey, `{"name":"Ben"}`)
				}
				return nil
			}
			require.NoError(t, state.Update(t.Context(), h, "n", increment))
			h.holds(t, "n", `11`)
			once = false
			turn := framework.NewTurnContext(nil, says("hi"))
			require.NoError(t, h.name.Update(t.Context(), turn, func(name *string) error {
				*name += "!"
				return nil
			}))
			h.holds(t, annsKey, `{"name":"Ben!"}`)
		},
	}
}

func habitsOfStorage() map[string]habit {
	return map[string]habit{
		"storage.read(keys)": func(t *testing.T, h *habitat) {
			t.Helper()
			items, err := h.Read(t.Context(), annsKey, "nothing")
			require.NoError(t, err)
			require.Len(t, items, 1)
			require.JSONEq(t, `{"name":"Ann"}`, string(items[annsKey].Value))
		},
		"storage.write({ key: { eTag: '*', ... } })": func(t *testing.T, h *habitat) {
			t.Helper()
			_, err := h.Write(t.Context(), map[string]state.Item{annsKey: {Value: json.RawMessage(`{"name":"Anna"}`), ETag: state.AnyETag}})
			require.NoError(t, err)
			h.holds(t, annsKey, `{"name":"Anna"}`)
		},
		"storage.write({ key: { ... } })": func(t *testing.T, h *habitat) {
			t.Helper()
			item := state.Item{Value: json.RawMessage(`{"name":"Anna"}`)}
			_, err := h.Write(t.Context(), map[string]state.Item{annsKey: item})
			require.ErrorIs(t, err, state.ErrConflict)
			_, err = h.Write(t.Context(), map[string]state.Item{"new": item})
			require.NoError(t, err)
		},
		"storage.delete(keys)": func(t *testing.T, h *habitat) {
			t.Helper()
			require.NoError(t, h.Delete(t.Context(), annsKey, "nothing"))
			h.holds(t, annsKey, "")
		},
		"catch (e) { if (/eTag conflict/.test(e)) }": func(t *testing.T, h *habitat) {
			t.Helper()
			err := run(t, h.s, says("hi"), func(ctx context.Context, turn *framework.TurnContext) error {
				require.NoError(t, h.name.Set(ctx, turn, "Anna"))
				h.put(t, annsKey, `{"name":"Ben"}`)
				return nil
			})
			require.ErrorIs(t, err, state.ErrConflict)
		},
	}
}
