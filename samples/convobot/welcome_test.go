package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

func TestWelcome(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, newBot(newStore()))
	ann.Installs().ExpectActivity(func(a *schema.Activity) error {
		for _, part := range []string{"I am ConvoBot", "once in ten minutes", "`stop`", "`help`"} {
			if !strings.Contains(a.Text, part) {
				return fmt.Errorf("there is no %s", part)
			}
		}
		return nil
	}).ExpectNothing()
	ann.DeliversAgain().ExpectNothing()
	ann.Uninstalls().Installs().ExpectNothing()
	ann.As("Bob").Installs().ExpectContains("I am ConvoBot").ExpectNothing()
}

func TestWelcomeInTheirLanguage(t *testing.T) {
	t.Parallel()
	w := fake.NewWorld(t)
	bot := newBot(newStore())
	ann := w.Connect(bot)
	teams := w.Teams()
	dora := teams.AddPerson(world.Person{Name: "Dora", Locale: "de-AT"})
	chat := teams.PersonalChat(dora)
	told, err := teams.Install(dora, chat)
	require.NoError(t, err)
	for _, a := range told {
		deliver(t, w.Adapter(), bot, a)
	}
	require.Len(t, teams.Messages(chat), 1)
	require.Contains(t, teams.Messages(chat)[0].Text, "Ich bin ConvoBot", "the language of the client")

	ann.Says("language fr").ExpectContains("français")
	ann.Installs().ExpectContains("Je suis ConvoBot").ExpectNothing()
	ann.InGroup("Release").Installs().ExpectContains("Bonjour à tous").ExpectNothing()
}

// deliver runs the bot with an activity from Teams.
func deliver(t *testing.T, adapter framework.Adapter, bot framework.Handler, a *schema.Activity) {
	t.Helper()
	require.NoError(t, bot.OnTurn(t.Context(), framework.NewTurnContext(adapter, a)))
}

func TestWelcomeInATeam(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, newBot(newStore()))
	general := ann.InChannel("General")
	general.Installs().ExpectContains("Hello, everybody! I am ConvoBot").ExpectNothing()
	ann.InChannel("Design").Installs().ExpectNothing() // the same team
	general.ExpectNothing()
	general.Uninstalls().Installs().ExpectNothing()
	ann.InGroup("Release").Installs().ExpectContains("Hello, everybody! I am ConvoBot").ExpectNothing()
}

func TestWelcomeOfNewcomers(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, newBot(newStore()))
	for _, place := range []*fake.Conversation{ann.InChannel("General"), ann.InGroup("Release")} {
		name := place.Reference().Conversation.ConversationType
		bob, eve := "Bob "+name, "<Eve> & "+name
		place.AddsMembers(bob, eve).ExpectActivity(mentions(place.As(bob), place.As(eve))).ExpectNothing()
		place.DeliversAgain().ExpectNothing()
		place.RemovesMembers(bob).AddsMembers(bob, "Carol "+name).ExpectActivity(mentions(place.As("Carol " + name))).ExpectNothing()
		place.AddsMembers(bob).ExpectNothing()
	}
}

// mentions looks for mentions of these people, in this order, and of nobody else.
func mentions(people ...*fake.Conversation) func(*schema.Activity) error {
	return func(a *schema.Activity) error {
		var want []string
		for _, p := range people {
			mention := schema.NewMention(p.Reference().User)
			want = append(want, mention.Mentioned.ID)
			if !strings.Contains(a.Text, mention.Text) {
				return fmt.Errorf("the text has no %s", mention.Text)
			}
		}
		var got []string
		for _, m := range a.Mentions() {
			got = append(got, m.Mentioned.ID)
		}
		if !slices.Equal(want, got) {
			return fmt.Errorf("mentioned are %q, want %q", got, want)
		}
		return nil
	}
}

func TestWelcomeOfManyNewcomers(t *testing.T) {
	t.Parallel()
	group := fake.New(t, newBot(newStore())).InGroup("Release")
	var many []string
	for i := range maxNamed + 3 {
		many = append(many, fmt.Sprintf("Person %d", i))
	}
	group.AddsMembers(many...).ExpectActivity(func(a *schema.Activity) error {
		if len(a.Mentions()) != maxNamed || !strings.Contains(a.Text, "and 3 more!") {
			return errors.New("not ten people and three more")
		}
		return nil
	}).ExpectNothing()
}

func TestNoWelcomeOfNobody(t *testing.T) {
	t.Parallel()
	store := newStore()
	group := fake.New(t, newBot(store)).InGroup("Release")
	group.Sends(&schema.Activity{Type: schema.TypeConversationUpdate, MembersAdded: []schema.ChannelAccount{{}, {Name: "Bob"}}}).ExpectNothing()
	for record, err := range store.references.All(t.Context(), proactive.Filter{}) {
		require.NoError(t, err)
		require.Empty(t, record.Attributes)
	}
}

// TestWelcomeOfWhoIsKnown: who installed the bot, or said stop, is not greeted again when added to a group;
// nor is anybody where stop was said.
func TestWelcomeOfWhoIsKnown(t *testing.T) {
	t.Parallel()
	ann := fake.New(t, newBot(newStore()))
	ann.As("Bob").Installs().ExpectContains("I am ConvoBot")
	ann.As("Carol").Says("stop").ExpectContains("any more unless asked")
	group := ann.InGroup("Release")
	group.AddsMembers("Bob", "Carol").ExpectNothing()

	group.Says("stop").ExpectContains("any more unless asked")
	group.AddsMembers("Dora").ExpectNothing()
	group.Says("start").ExpectContains("again")
	group.AddsMembers("Dora").ExpectContains("Welcome, <at>Dora</at>!").ExpectNothing()
}

// TestWelcomeAtOnce: the same event at several machines at the same time.
func TestWelcomeAtOnce(t *testing.T) {
	t.Parallel()
	w, store := fake.NewWorld(t), newStore()
	group := w.Connect(newBot(store)).InGroup("Release").Reference().Conversation.ID
	bob := w.Teams().AddPerson(world.Person{Name: "Bob"})
	chat := w.Teams().PersonalChat(bob)
	told, err := w.Teams().Install(bob, chat)
	require.NoError(t, err)
	require.NoError(t, w.Teams().Seat(group, bob))
	added, err := w.Teams().AddMembers(bob, group, w.Teams().AddPerson(world.Person{Name: "Carol"}))
	require.NoError(t, err)
	var turns sync.WaitGroup
	errs := make(chan error, 8*(len(told)+len(added)))
	for range 8 {
		for _, a := range append(told, added...) {
			turns.Go(func() {
				errs <- newBot(store).OnTurn(t.Context(), framework.NewTurnContext(w.Adapter(), a))
			})
		}
	}
	turns.Wait()
	close(errs)
	for err := range errs {
		require.NoError(t, err)
	}
	require.Len(t, w.Teams().Messages(chat), 1)
	require.Len(t, w.Teams().Messages(group), 1)
}

// TestWelcomeIsClaimed: what was not sent is sent the next time, what may have been sent is not.
func TestWelcomeIsClaimed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		class  framework.Class
		repeat bool
	}{{framework.RetryLater, true}, {framework.Stop, true}, {framework.Failed, true}, {framework.Ambiguous, false}} {
		t.Run(tt.class.String(), func(t *testing.T) {
			t.Parallel()
			w, store := fake.NewWorld(t), newStore()
			ann := w.Connect(newBot(store))
			bob := w.Teams().AddPerson(world.Person{Name: "Bob"})
			group := ann.InGroup("Release").Reference().Conversation.ID
			require.NoError(t, w.Teams().Seat(group, bob))
			installed, err := w.Teams().Install(bob, group)
			require.NoError(t, err)
			added, err := w.Teams().AddMembers(bob, group, w.Teams().AddPerson(world.Person{Name: "Carol"}))
			require.NoError(t, err)

			bot := newBot(store)
			for _, a := range append(installed, added...) {
				turn := framework.NewTurnContext(w.Adapter(), a)
				turn.OnSend(func(framework.SendFunc) framework.SendFunc {
					return func(context.Context, []*schema.Activity) ([]schema.ResourceResponse, error) {
						return nil, &framework.ChannelError{Class: tt.class}
					}
				})
				err := bot.OnTurn(t.Context(), turn)
				require.True(t, err == nil || framework.ClassOf(err) == tt.class)
			}
			require.Empty(t, w.Teams().Messages(group))

			for _, a := range append(installed, added...) {
				deliver(t, w.Adapter(), bot, a)
			}
			want := 0
			if tt.repeat {
				want = 2
			}
			require.Len(t, w.Teams().Messages(group), want)
		})
	}
}

// TestWelcomeInThePlayground delivers what Microsoft's local client sends when one of its chats, or a channel, is
// opened, in either order.
func TestWelcomeInThePlayground(t *testing.T) {
	t.Parallel()
	const dir = "../../framework/schema/testdata/playground-"
	for _, tt := range []struct{ name, want string }{
		{"personal", "Hello! I am ConvoBot"},
		{"channel", "Hello, everybody! I am ConvoBot"},
	} {
		for _, order := range [][]string{{"installationUpdate", "conversationUpdate"}, {"conversationUpdate", "installationUpdate"}} {
			t.Run(tt.name+", first "+order[0], func(t *testing.T) {
				t.Parallel()
				channel := newChannel(t, nil)
				for range 2 { // and again, under new ids
					for _, kind := range order {
						raw, err := os.ReadFile(dir + kind + "-" + tt.name + ".json")
						require.NoError(t, err)
						channel.tell(string(raw))
					}
				}
				require.Len(t, channel.heard, 1)
				require.Contains(t, channel.heard[0], tt.want)
			})
		}
	}
}

// TestWelcomeInWebChat: there is no installation update.
func TestWelcomeInWebChat(t *testing.T) {
	t.Parallel()
	channel := newChannel(t, nil)
	for _, added := range []string{"bot", "user", "bot"} {
		channel.tell(`{
			"type": "conversationUpdate", "channelId": "webchat", "locale": "es",
			"from": {"id": "user"}, "recipient": {"id": "bot", "name": "ConvoBot"},
			"conversation": {"id": "conversation"}, "membersAdded": [{"id": "` + added + `"}]
		}`)
	}
	require.Len(t, channel.heard, 1)
	require.Contains(t, channel.heard[0], "Soy ConvoBot")
}

func TestWelcomeIsForAddedPeopleOnly(t *testing.T) {
	t.Parallel()
	channel := newChannel(t, nil)
	for _, rest := range []string{
		`"type": "installationUpdate", "action": "add-upgrade"`,
		`"type": "installationUpdate", "action": "remove"`,
		`"type": "installationUpdate"`,
		`"type": "conversationUpdate"`,
		`"type": "conversationUpdate", "membersAdded": []`,
		`"type": "conversationUpdate", "membersAdded": [{"id": "28:other"}]`,
		`"type": "conversationUpdate", "membersAdded": [{"id": "28:bot"}, {"id": "29:ann"}]`,
		`"type": "conversationUpdate", "membersRemoved": [{"id": "29:ann"}]`,
	} {
		channel.tell(`{
			"channelId": "msteams", "from": {"id": "29:ann"}, "recipient": {"id": "28:bot", "name": "ConvoBot"},
			"conversation": {"id": "19:group@thread.v2", "isGroup": true, "conversationType": "groupChat"}, ` + rest + `
		}`)
	}
	require.Empty(t, channel.heard)
}
