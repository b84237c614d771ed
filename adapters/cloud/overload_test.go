package cloud_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
)

// A bot that has all the turns that it may have sends the channel elsewhere, and takes more when one ends.
func TestOverload(t *testing.T) {
	t.Parallel()
	conversation := func(id string) map[string]any {
		return map[string]any{"id": id, "conversation": map[string]any{"id": "a:" + id}}
	}
	size := int64(len(activity(t, conversation("0"))))
	for name, limit := range map[string]func(e *framework.Engine){
		"turns": func(e *framework.Engine) { e.TurnLimit = 2 },
		"bytes": func(e *framework.Engine) { e.ByteLimit = 2 * size },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := newBot(t, slow(time.Second), func(cfg *cloud.Config) {
					cfg.Engine = &framework.Engine{Logger: cfg.Logger}
					limit(cfg.Engine)
				})
				var accepted sync.WaitGroup
				for _, id := range []string{"1", "2"} {
					r := b.request(t, activity(t, conversation(id)))
					accepted.Go(func() {
						if w := b.do(r); w.Code != http.StatusOK {
							t.Errorf("%s: status %d", id, w.Code)
						}
					})
				}
				synctest.Wait()
				requireComeBack(t, b.post(t, activity(t, conversation("3"))))
				require.EqualValues(t, 1, b.Stats().Refused[framework.RefusedOverloaded])
				require.Len(t, b.logs.lines(t, "activity not accepted"), 1)

				accepted.Wait()
				require.Equal(t, http.StatusOK, b.post(t, activity(t, conversation("3"))).Code)
				require.EqualValues(t, 3, b.turns.Load())
			})
		})
	}
}

// Bodies that are being read are bounded in all, so that slow clients cannot fill the memory: who has sent much waits
// with little, and who comes then is told to come back.
func TestSlowBodies(t *testing.T) {
	t.Parallel()
	b := newBot(t, nil)
	b.SetMaxReading(10 << 10)
	slow, sent := io.Pipe()
	r := b.request(t, "")
	r.Body, r.ContentLength = slow, 20<<10
	var status int
	var client sync.WaitGroup
	client.Go(func() { status = b.do(r).Code })
	body := activity(t, map[string]any{"text": strings.Repeat("x", 9<<10)})
	_, err := io.WriteString(sent, body[:9<<10])
	require.NoError(t, err)

	require.Equal(t, http.StatusOK, b.post(t, activity(t, nil)).Code)
	w := b.post(t, body)
	requireComeBack(t, w)
	require.EqualValues(t, 1, b.Stats().Refused[framework.RefusedOverloaded])

	_, err = io.WriteString(sent, body[9<<10:])
	require.NoError(t, err)
	require.NoError(t, sent.Close())
	client.Wait()
	require.Equal(t, http.StatusOK, status)
	require.Zero(t, b.Reading())
	require.Equal(t, http.StatusOK, b.post(t, activity(t, map[string]any{"id": "again", "text": strings.Repeat("x", 9<<10)})).Code)
}

// A body of empty objects takes sixty times its length in memory, and counts for that: while it is read, and in its turn.
func TestManyObjectsCount(t *testing.T) {
	t.Parallel()
	const objects = 20_000
	body := activity(t, map[string]any{"membersAdded": make([]struct{}, objects)}) // 60 KB
	for name, limit := range map[string]func(b *bot, engine *framework.Engine, bytes int64){
		"read":    func(b *bot, _ *framework.Engine, bytes int64) { b.SetMaxReading(bytes) },
		"decoded": func(_ *bot, engine *framework.Engine, bytes int64) { engine.ByteLimit = bytes },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for bytes, status := range map[int64]int{objects * 100: http.StatusServiceUnavailable, objects * 300: http.StatusOK} {
				engine := &framework.Engine{}
				b := newBot(t, nil, func(cfg *cloud.Config) { cfg.Engine = engine })
				limit(b, engine, bytes)
				require.Equal(t, status, b.post(t, body).Code)
				require.Zero(t, b.Reading())
				require.Zero(t, b.Stats().Bytes)
				require.Equal(t, http.StatusOK, b.post(t, activity(t, nil)).Code)
			}
		})
	}
}

// Brackets in a text are no objects.
func TestBracketsInTextDoNotCount(t *testing.T) {
	t.Parallel()
	b := newBot(t, nil)
	b.SetMaxReading(100 << 10)
	w := b.post(t, activity(t, map[string]any{"text": `\"` + strings.Repeat("[{", 40<<10)}))
	require.Equal(t, http.StatusOK, w.Code)
}

// What is refused is counted by rule, for metrics.
func TestRefusalsAreCounted(t *testing.T) {
	t.Parallel()
	b := newBot(t, nil)
	wrongMethod := b.request(t, "")
	wrongMethod.Method = http.MethodGet
	noToken := b.request(t, activity(t, nil))
	noToken.Header.Del("Authorization")
	otherURL := activity(t, map[string]any{"serviceUrl": "https://evil.test/"})
	for range 2 {
		b.do(wrongMethod)
		b.do(noToken)
	}
	b.post(t, otherURL)
	b.post(t, "{")
	b.post(t, activity(t, nil))
	require.Equal(t, framework.Stats{Refused: map[string]uint64{
		"MethodNotAllowed": 2, "header": 2, "service-url": 1, "BadArgument": 1,
		"overloaded": 0, "queue-full": 0, "shutting-down": 0,
	}}, b.Stats())
}

// TestFlood sends far more than the bot can take, while no turn ends: memory stays where it was when the bot was full.
func TestFlood(t *testing.T) { // not parallel: it measures the memory of the process
	proceed := make(chan struct{})
	b := newBot(t, func(context.Context, *framework.TurnContext) error { <-proceed; return nil }, func(cfg *cloud.Config) {
		cfg.Engine = &framework.Engine{TurnLimit: 200, Logger: cfg.Logger}
	})
	template := b.request(t, "") // to sign each would take longer than to refuse it
	message := func(i int) *http.Request {
		id := fmt.Sprint(i)
		r := template.Clone(t.Context())
		r.Body = io.NopCloser(strings.NewReader(activity(t, map[string]any{
			"id": id, "conversation": map[string]any{"id": id}, "text": strings.Repeat("x", 20<<10),
		})))
		return r
	}
	var accepted sync.WaitGroup
	for i := range 200 {
		r := message(i)
		accepted.Go(func() { b.ServeHTTP(httptest.NewRecorder(), r) })
	}
	require.Eventually(t, func() bool { return b.Stats().Turns == 200 }, time.Minute, time.Millisecond)

	before := memoryInUse()
	for i := range 2000 {
		w := b.do(message(200 + i))
		require.Equal(t, http.StatusServiceUnavailable, w.Code)
	}
	b.logs.reset() // the test's own memory
	require.Less(t, memoryInUse(), before+8<<20, "40 MB of messages were refused")
	close(proceed)
	accepted.Wait()
}

// memoryInUse returns the bytes of live objects and of stacks. A test that asks must not run beside others.
func memoryInUse() int64 {
	runtime.GC()
	runtime.GC() // what pools held goes in two steps
	samples := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(samples)
	return int64(samples[0].Value.Uint64() + samples[1].Value.Uint64())
}
