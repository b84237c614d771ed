package framework_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
)

func TestKey(t *testing.T) {
	t.Parallel()
	turn := framework.NewTurnContext(&recorder{}, message("1"))
	user, sameName := framework.NewKey[string]("user"), framework.NewKey[string]("user")
	_, ok := user.Get(turn)
	require.False(t, ok)

	user.Set(turn, "Ada")
	user.Set(turn, "Grace")
	got, ok := user.Get(turn)
	require.True(t, ok)
	require.Equal(t, "Grace", got)
	_, ok = sameName.Get(turn)
	require.False(t, ok, "keys of one name are different keys")
	_, ok = user.Get(framework.NewTurnContext(&recorder{}, message("1")))
	require.False(t, ok, "another turn")
	require.Equal(t, "user", user.String())
}

func TestKeyOfAnInterfaceHoldsNil(t *testing.T) {
	t.Parallel()
	turn := framework.NewTurnContext(&recorder{}, message("1"))
	key := framework.NewKey[error]("lookup error")
	key.Set(turn, nil)
	got, ok := key.Get(turn)
	require.True(t, ok)
	require.NoError(t, got)
}

func TestKeyIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	turn := framework.NewTurnContext(&recorder{}, message("1"))
	key := framework.NewKey[int]("n")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			key.Set(turn, i)
			_, ok := key.Get(turn)
			if !ok {
				t.Error("no value after Set")
			}
		})
	}
	wg.Wait()
}
