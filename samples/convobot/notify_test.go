package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/fake"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

const notifyKey = "a-key-of-the-tests"

// desk is ConvoBot with its endpoint for notifications.
type desk struct {
	t        *testing.T
	world    *fake.World
	store    stores
	notifier *proactive.Notifier
	endpoint http.Handler
	ann      *fake.Conversation
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, world: fake.NewWorld(t), store: newStore()}
	bot := newBot(d.store)
	d.notifier = bot.newNotifier(d.world.Adapter(), "", 0)
	d.endpoint = bot.notifications(d.notifier, notifyKey)
	d.ann = d.world.Connect(bot)
	return d
}

// post sends a notification and returns the answer.
func (d *desk) post(body string) (int, told) {
	d.t.Helper()
	res := d.request("Bearer "+notifyKey, body)
	var answer told
	if res.Code == http.StatusOK {
		require.NoError(d.t, json.Unmarshal(res.Body.Bytes(), &answer))
	}
	return res.Code, answer
}

func (d *desk) request(authorization, body string) *httptest.ResponseRecorder {
	d.t.Helper()
	req := httptest.NewRequestWithContext(d.t.Context(), http.MethodPost, "/api/notifications", strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", authorization)
	res := httptest.NewRecorder()
	d.endpoint.ServeHTTP(res, req)
	return res
}

func (d *desk) tells(body string, want map[proactive.Outcome]int) told {
	d.t.Helper()
	status, answer := d.post(body)
	require.Equal(d.t, http.StatusOK, status)
	require.Equal(d.t, want, answer.Counts)
	return answer
}

// next takes the next message of the bot in a conversation.
func next(conv *fake.Conversation) *schema.Activity {
	var message *schema.Activity
	conv.ExpectActivity(func(a *schema.Activity) error {
		message = a
		return nil
	})
	return message
}

// shown returns a message's cards as text.
func shown(t *testing.T, message *schema.Activity) string {
	t.Helper()
	raw, err := json.Marshal(message.Attachments)
	require.NoError(t, err)
	return string(raw)
}

func TestNotificationToEveryone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("hi").ExpectText("Echo: hi")
	bob := d.ann.As("Bob").Says("hi").ExpectText("Echo: hi")
	carol := d.ann.InChannel("General").As("Carol").Says("hi").ExpectText("Echo: hi") // never wrote in private

	answer := d.tells(`{
		"title": "Release 2.0", "text": "It is out.", "reason": "you work on it.", "topic": "releases",
		"actions": [{"title": "Read more", "url": "https://example.com/2.0"}]
	}`, map[proactive.Outcome]int{proactive.Delivered: 3})
	require.Len(t, answer.Results, 3)
	for _, conv := range []*fake.Conversation{d.ann, bob, carol.InPrivate()} {
		message := next(conv)
		require.Contains(t, shown(t, message), "Release 2.0")
		require.Contains(t, answer.Results, toldOne{
			Conversation: conv.Reference().Conversation.ID, ActivityID: message.ID, Class: proactive.Delivered,
		})
	}
	carol.ExpectNothing()
}

func TestNotificationShowsWhyAndHowToStop(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("language de")
	d.tells(`{"text": {"en": "It is out.", "de": "Es ist da."}, "topic": "releases"}`, map[proactive.Outcome]int{proactive.Delivered: 1})
	_ = d.ann.ExpectContains("Deutsch")
	message := next(d.ann)
	require.Equal(t, "Es ist da.", message.Summary)
	for _, part := range []string{"Es ist da.", "Warum du das bekommst: es geht um releases.", "Einen Tag Ruhe", "Abbestellen"} {
		require.Contains(t, shown(t, message), part)
	}
	d.ann.Says("follow news").ExpectContains("Du folgst jetzt news")
	d.tells(`{"text": "New.", "topic": "news"}`, map[proactive.Outcome]int{proactive.Delivered: 1})
	require.Contains(t, shown(t, next(d.ann)), "Warum du das bekommst: du folgst news.")
	d.tells(`{"text": "Hello."}`, map[proactive.Outcome]int{proactive.Delivered: 1})
	require.Contains(t, shown(t, next(d.ann)), "Warum du das bekommst: deine Organisation nutzt diesen Bot.")
}

func TestNotificationButtons(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.ann.Says("hi").ExpectText("Echo: hi")
		const news, releases = `{"text": "News.", "topic": "news"}`, `{"text": "It is out.", "topic": "releases"}`

		d.tells(news, map[proactive.Outcome]int{proactive.Delivered: 1})
		d.ann.ExpectCard("News.").Presses("Unsubscribe").ExpectAnswer("I send nothing more of this kind here")
		d.tells(news, map[proactive.Outcome]int{proactive.OptedOut: 1})

		d.tells(releases, map[proactive.Outcome]int{proactive.Delivered: 1})
		d.ann.ExpectCard("It is out.").Presses("Mute for a day").ExpectAnswer("I send nothing here for a day")
		time.Sleep(time.Hour)
		d.tells(releases, map[proactive.Outcome]int{proactive.Muted: 1})
		time.Sleep(muteFor)
		d.tells(releases, map[proactive.Outcome]int{proactive.Delivered: 1})
		d.ann.ExpectCard("It is out.")

		d.tells(news, map[proactive.Outcome]int{proactive.OptedOut: 1})
		d.ann.Says("start").ExpectText("I may write here again.")
		d.tells(news, map[proactive.Outcome]int{proactive.Delivered: 1})
		d.ann.ExpectCard("News.").ExpectNothing()
	})
}

// TestNotificationsAreFolded is about a topic on which much happens.
func TestNotificationsAreFolded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.ann.Says("hi").ExpectText("Echo: hi")
		running := make(chan error)
		go func() { running <- d.notifier.Run(t.Context()) }()
		t.Cleanup(func() { require.NoError(t, <-running) })

		const build = `{"text": "The build is red.", "topic": "builds"}`
		d.tells(build, map[proactive.Outcome]int{proactive.Delivered: 1})
		d.tells(build, map[proactive.Outcome]int{proactive.Held: 1})
		d.tells(`{"text": "The build is green.", "topic": "builds"}`, map[proactive.Outcome]int{proactive.Held: 1})
		d.tells(`{"text": "Lunch.", "topic": "canteen"}`, map[proactive.Outcome]int{proactive.Delivered: 1})
		d.ann.ExpectCard("The build is red.").ExpectCard("Lunch.").ExpectNothing()

		time.Sleep(10*time.Minute - time.Second)
		synctest.Wait()
		d.ann.ExpectNothing()
		time.Sleep(time.Second)
		synctest.Wait()
		folded := shown(t, next(d.ann))
		require.Contains(t, folded, "The build is red.")
		require.Contains(t, folded, "The build is green.")
		d.ann.ExpectNothing()
	})
}

// TestFoldedNotificationsFitIntoOneCard is about several that would do so alone: the newest are shown.
func TestFoldedNotificationsFitIntoOneCard(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t)
		d.ann.Says("hi").ExpectText("Echo: hi")
		d.tells(`{"text": "first", "topic": "builds"}`, map[proactive.Outcome]int{proactive.Delivered: 1})
		d.ann.ExpectCard("first")
		for _, name := range []string{"second", "third", "fourth"} {
			body := `{"title": "` + name + `", "text": "` + strings.Repeat("x", 20_000) + `", "topic": "builds"}`
			d.tells(body, map[proactive.Outcome]int{proactive.Held: 1})
		}
		time.Sleep(10 * time.Minute)
		d.tells(`{"text": "fifth", "topic": "builds"}`, map[proactive.Outcome]int{proactive.Delivered: 1})
		folded := shown(t, next(d.ann))
		for _, name := range []string{"third", "fourth", "fifth", "not shown: 1"} {
			require.Contains(t, folded, name)
		}
		require.NotContains(t, folded, "second")
	})
}

func TestNotificationAudiences(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ann := d.ann.Says("follow releases").ExpectContains("You follow releases")
	bob := d.ann.As("Bob").Says("language de").ExpectContains("Deutsch")
	general := d.ann.InChannel("General")
	general.Says("hi").ExpectText("Echo: hi")
	annID, bobID := ann.Reference().User, bob.Reference().User
	tenant := d.world.Teams().TenantID()
	dave := d.ann.As("Dave").Reference().User // the bot has not met him

	one := map[proactive.Outcome]int{proactive.Delivered: 1}
	tests := []struct {
		name, audience string
		hears          *fake.Conversation
	}{
		{"topic", `{"topic": "releases"}`, ann},
		{"topic in other letters", `{"topic": " Releases"}`, ann},
		{"locale", `{"locale": "de"}`, bob},
		{"user by channel id", `{"users": ["` + annID.ID + `"]}`, ann},
		{"user by Entra object id", `{"users": ["` + bobID.AADObjectID + `"]}`, bob},
		{"user and tenant only", `{"users": ["` + dave.AADObjectID + `"], "tenant": "` + tenant + `"}`, d.ann.As("Dave")},
		{"channel", `{"channel": "` + general.Reference().Conversation.ID + `"}`, nil},
		{"team", `{"team": "` + general.Reference().Conversation.ID + `"}`, nil},
	}
	for _, test := range tests {
		d.tells(`{"text": "To `+test.name+`", "topic": "`+test.name+`", "audience": `+test.audience+`}`, one)
		if test.hears != nil {
			test.hears.ExpectCard("To " + test.name).ExpectNothing()
		} else {
			general.ExpectCard("To " + test.name)
		}
	}
	d.tells(`{"text": "To all", "audience": {"tenant": "`+tenant+`"}}`, map[proactive.Outcome]int{proactive.Delivered: 3})
}

func TestNotificationRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("hi").ExpectText("Echo: hi")
	longAction := `{"text": "x", "actions": [{"url": "https://example.com", "title": {"en": "x", "de": "` + strings.Repeat("x", 60_000) + `"}}]}`
	tests := map[string]struct {
		body   string
		status int
		says   string
	}{
		"no text":            {`{"title": "x"}`, http.StatusBadRequest, "text is missing"},
		"empty text":         {`{"text": ""}`, http.StatusBadRequest, "text: the text is empty"},
		"no text in German":  {`{"text": {"en": "x", "de": ""}}`, http.StatusBadRequest, "text: the text is empty"},
		"not a language":     {`{"text": {"klingon!": "x"}}`, http.StatusBadRequest, "is not a language"},
		"text is a number":   {`{"text": 5}`, http.StatusBadRequest, "text"},
		"unknown member":     {`{"text": "x", "audiense": {}}`, http.StatusBadRequest, "audiense"},
		"unknown audience":   {`{"text": "x", "audience": {"everyone": true}}`, http.StatusBadRequest, "everyone"},
		"not JSON":           {`text=x`, http.StatusBadRequest, ""},
		"trailing":           {`{"text": "x"}{}`, http.StatusBadRequest, ""},
		"no title":           {`{"text": "x", "actions": [{"url": "https://example.com"}]}`, http.StatusBadRequest, "actions[0] has no title"},
		"script":             {`{"text": "x", "actions": [{"title": "x", "url": "javascript:alert(1)"}]}`, http.StatusBadRequest, "not an https URL"},
		"too many actions":   {`{"text": "x", "actions": [{},{},{},{},{}]}`, http.StatusBadRequest, "room for 4"},
		"card too big":       {`{"text": "` + strings.Repeat("x", 110_000) + `"}`, http.StatusRequestEntityTooLarge, "CardTooBig"},
		"blank text":         {`{"text": "\n "}`, http.StatusBadRequest, "text: the text is empty"},
		"many languages":     {`{"text": {` + manyLanguages() + `}}`, http.StatusBadRequest, "send at most 50"},
		"long action":        {longAction, http.StatusRequestEntityTooLarge, "CardTooBig"},
		"long topic":         {`{"text": "x", "topic": "` + strings.Repeat("x", maxTopicName+1) + `"}`, http.StatusBadRequest, "50 characters"},
		"topic of all":       {`{"text": "x", "topic": "*"}`, http.StatusBadRequest, "stands for all"},
		"no users":           {`{"text": "x", "audience": {"users": []}}`, http.StatusBadRequest, "audience.users names nobody"},
		"empty user":         {`{"text": "x", "audience": {"users": ["a", ""]}}`, http.StatusBadRequest, "audience.users"},
		"empty team":         {`{"text": "x", "audience": {"team": ""}}`, http.StatusBadRequest, "audience.team is empty"},
		"blank topic":        {`{"text": "x", "audience": {"topic": " "}}`, http.StatusBadRequest, "audience.topic is empty"},
		"nobody":             {`{"text": "x", "audience": {"topic": "nothing"}}`, http.StatusUnprocessableEntity, "NoRecipients"},
		"unknown person":     {`{"text": "x", "audience": {"users": ["29:nobody"]}}`, http.StatusUnprocessableEntity, "and their tenant"},
		"several, first bad": {`{"text": "x", "title": {"en": ""}}`, http.StatusBadRequest, "title"},
	}
	for name, test := range tests {
		res := d.request("Bearer "+notifyKey, test.body)
		require.Equal(t, test.status, res.Code, name)
		require.Contains(t, res.Body.String(), test.says, name)
	}
	for _, authorization := range []string{"", "Bearer", "Bearer wrong", "Basic " + notifyKey, "Bearer " + notifyKey + "x"} {
		require.Equal(t, http.StatusUnauthorized, d.request(authorization, `{"text": "x"}`).Code, authorization)
	}
	d.ann.ExpectNothing()
}

// manyLanguages is the same in more languages than a notification may have.
func manyLanguages() string {
	var texts []string
	for i := range maxLanguages + 1 {
		texts = append(texts, fmt.Sprintf(`"en-x-%03d": "x"`, i))
	}
	return strings.Join(texts, ", ")
}

func TestNotificationToWhomTheBotCannotReach(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ann.Says("hi").ExpectText("Echo: hi").Uninstalls()
	d.ann.As("Bob").Says("stop").ExpectContains("nothing here any more")
	d.tells(`{"text": "x"}`, map[proactive.Outcome]int{proactive.Gone: 1, proactive.OptedOut: 1})

	ann := d.ann.Reference()
	answer := d.tells(`{"text": "x", "audience": {"users": ["`+ann.User.ID+`", "29:nobody"]}}`,
		map[proactive.Outcome]int{proactive.Gone: 1, proactive.Unknown: 1})
	require.ElementsMatch(t, []toldOne{
		{Conversation: ann.Conversation.ID, Class: proactive.Gone}, {User: "29:nobody", Class: proactive.Unknown},
	}, answer.Results)
}

func TestNotifyConfig(t *testing.T) {
	t.Parallel()
	read := func(key, interval string) (string, time.Duration, error) {
		return notifyConfig(func(name string) string {
			return map[string]string{"NOTIFY_KEY": key, "NOTIFY_INTERVAL": interval}[name]
		})
	}
	key, interval, err := read("k3y", "90s")
	require.NoError(t, err)
	require.Equal(t, "k3y", key)
	require.Equal(t, 90*time.Second, interval)
	key, interval, err = read("", "")
	require.NoError(t, err)
	require.Empty(t, key)
	require.Zero(t, interval)

	for _, bad := range []string{"10", "-1m", "0s", "soon"} {
		_, _, err = read("", bad)
		require.ErrorContains(t, err, "NOTIFY_INTERVAL")
	}
	_, _, err = read("s3cret key", "")
	require.ErrorContains(t, err, "NOTIFY_KEY")
	require.NotContains(t, err.Error(), "s3cret")
}
