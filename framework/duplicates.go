package framework

import (
	"crypto/sha256"
	"strconv"
	"time"

	"github.com/convobot/convo/framework/internal/cache"
	"github.com/convobot/convo/framework/schema"
)

// answerBudget is how many bytes of bodies and replies are remembered, in all.
const answerBudget = 64 << 20

// answers remembers what ended turns came to, by duplicate key. The engine's lock guards it.
type answers struct {
	window       time.Duration
	kept         *cache.Cache[*outcome]
	acknowledged *outcome // of every turn that came to nothing more, as most do
	forgotten    *outcome // of turns whose answer was too much to keep

	bulky []bulkyAnswer // those with bodies or replies, oldest first
	bytes int           // of all of them
}

type bulkyAnswer struct {
	key   string
	bytes int
	until time.Time
}

func newAnswers(window time.Duration, limit int) answers {
	ended := make(chan struct{})
	close(ended)
	return answers{
		window:       window,
		kept:         cache.New[*outcome](window, limit),
		acknowledged: &outcome{done: ended},
		forgotten:    &outcome{done: ended, err: ErrAnswerForgotten},
	}
}

func (a *answers) get(key string) (*outcome, bool) { return a.kept.Get(key) }

// remember keeps an outcome for the window, and makes room for it.
func (a *answers) remember(key string, o *outcome) {
	now := time.Now()
	size := o.result.bytes()
	switch {
	case o.err == nil && o.result.Invoke == nil && o.result.Replies == nil:
		o = a.acknowledged
	case size > 0:
		a.bulky = append(a.bulky, bulkyAnswer{key: key, bytes: size, until: now.Add(a.window)})
		a.bytes += size
	}
	a.kept.Set(key, o, a.window)
	for len(a.bulky) > 0 && (a.bytes > answerBudget || !now.Before(a.bulky[0].until)) {
		oldest := a.bulky[0]
		a.bulky[0] = bulkyAnswer{}
		a.bulky = a.bulky[1:]
		a.bytes -= oldest.bytes
		a.kept.Set(oldest.key, a.forgotten, oldest.until.Sub(now)) // nothing, if its time is over
	}
}

// duplicateKey recognises a second delivery of the same activity; "" if it has no id. An edit carries the id of what
// it edits, which is why type and timestamp belong to the key. The verified caller belongs to it too, because another bot
// that may call chooses all the rest, and must neither get nor forestall the answer to a channel's activity.
func duplicateKey(appID string, a *schema.Activity) string {
	if a.ID == "" {
		return ""
	}
	text := make([]byte, 0, 512)
	for _, part := range [...]string{appID, a.CallerID, a.ChannelID, a.Conversation.ID, a.Type, a.Name, a.ID, a.Timestamp.Text()} {
		text = strconv.AppendInt(text, int64(len(part)), 10)
		text = append(text, ':')
		text = append(text, part...)
	}
	sum := sha256.Sum256(text)
	return string(sum[:])
}
