package cache_test

import (
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/convobot/convo/framework/internal/cache"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestEntryIsServedForExactlyItsTTL(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ ttl, lives time.Duration }{
		"shorter than the window": {ttl: 10 * time.Second, lives: 10 * time.Second},
		"the window":              {ttl: time.Minute, lives: time.Minute},
		"capped to the window":    {ttl: time.Hour, lives: time.Minute},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := cache.New[int](time.Minute, 100)
				time.Sleep(59 * time.Second) // late in the generation, where a rotation comes soonest
				c.Set("k", 7, tt.ttl)
				time.Sleep(tt.lives - 1)
				c.Set("other", 1, time.Minute)
				v, ok := c.Get("k")
				require.True(t, ok, "gone before its time")
				require.Equal(t, 7, v)
				time.Sleep(time.Nanosecond)
				_, ok = c.Get("k")
				require.False(t, ok, "served after its time")
			})
		})
	}
}

func TestSetReplacesInBothGenerations(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := cache.New[string](time.Minute, 100)
		time.Sleep(59 * time.Second)
		c.Set("k", "long", time.Minute)
		time.Sleep(time.Second)
		c.Set("rotates", "", time.Minute) // "k" is in the previous generation now
		c.Set("k", "short", time.Second)
		v, _ := c.Get("k")
		require.Equal(t, "short", v)
		time.Sleep(time.Second)
		_, ok := c.Get("k")
		require.False(t, ok, "an older value must not come back")
	})
}

func TestTTLOfNothingRemoves(t *testing.T) {
	t.Parallel()
	for _, ttl := range []time.Duration{0, -1} {
		c := cache.New[int](time.Minute, 100)
		c.Set("k", 1, time.Minute)
		c.Set("k", 2, ttl)
		_, ok := c.Get("k")
		require.False(t, ok)
		require.Zero(t, c.Len())
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := cache.New[int](time.Minute, 100)
		time.Sleep(59 * time.Second)
		c.Set("older", 1, time.Minute)
		time.Sleep(time.Second)
		c.Set("newer", 2, time.Minute)
		c.Delete("older")
		c.Delete("newer")
		c.Delete("never there")
		for _, key := range []string{"older", "newer"} {
			_, ok := c.Get(key)
			require.False(t, ok, key)
		}
	})
}

func TestLimit(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ limit, most int }{
		"even":      {limit: 10, most: 10},
		"odd":       {limit: 11, most: 11},
		"two":       {limit: 2, most: 2},
		"too small": {limit: -1, most: 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := cache.New[int](time.Hour, tt.limit)
			for i := range 1000 {
				key := strconv.Itoa(i)
				c.Set(key, i, time.Hour)
				require.LessOrEqual(t, c.Len(), tt.most)
				v, ok := c.Get(key)
				require.True(t, ok, "the newest entry is always there")
				require.Equal(t, i, v)
			}
		})
	}
}

func TestReplacingPushesNothingOut(t *testing.T) {
	t.Parallel()
	c := cache.New[int](time.Hour, 4)
	c.Set("a", 0, time.Hour)
	c.Set("b", 0, time.Hour)
	for i := range 100 {
		c.Set("b", i, time.Hour)
	}
	_, ok := c.Get("a")
	require.True(t, ok)
}

func TestMemoryOfExpiredEntriesIsFreed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := cache.New[int](time.Minute, 1000)
		for i := range 400 {
			c.Set(strconv.Itoa(i), i, time.Second)
		}
		require.Equal(t, 400, c.Len())
		for range 2 {
			time.Sleep(time.Minute)
			c.Set("k", 1, time.Second)
		}
		require.Equal(t, 1, c.Len())
	})
}

func TestNilInterfaceValue(t *testing.T) {
	t.Parallel()
	c := cache.New[error](time.Minute, 10)
	c.Set("k", nil, time.Minute)
	v, ok := c.Get("k")
	require.True(t, ok)
	require.NoError(t, v)
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	c := cache.New[int](time.Minute, 50)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 500 {
				key := strconv.Itoa(i % 80)
				c.Set(key, i%80, time.Minute)
				if v, ok := c.Get(key); ok && v != i%80 {
					t.Errorf("key %s holds %d", key, v)
				}
				if i%7 == 0 {
					c.Delete(key)
				}
				if n := c.Len(); n > 50 {
					t.Errorf("%d entries", n)
				}
			}
		})
	}
	wg.Wait()
}
