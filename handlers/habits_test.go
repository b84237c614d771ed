package handlers_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// habit is a row of the table in the package documentation.
type habit struct {
	row      string // what it says of botbuilder
	bot      framework.Handler
	activity *schema.Activity // default: a message that says hello
	says     []string
	answer   *framework.InvokeResponse
}

func habits() []habit {
	return slices.Concat(habitsOfHandling(), habitsOfNotifications(), habitsOfInvokes(), habitsOfContext())
}

func TestHabits(t *testing.T) {
	t.Parallel()
	for _, tt := range habits() {
		t.Run(tt.row, func(t *testing.T) {
			t.Parallel()
			if tt.activity == nil {
				tt.activity = schema.TextMessage("hello")
			}
			c := newChannel()
			result, err := c.deliver(t, tt.bot, tt.activity)
			require.NoError(t, err)
			require.Equal(t, tt.says, c.said())
			if tt.answer != nil {
				*tt.answer = encoded(t, *tt.answer)
			}
			require.Equal(t, tt.answer, result.Invoke)
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
	tested := []string{"botbuilder"} // the heading
	for _, h := range habits() {
		tested = append(tested, h.row)
	}
	require.ElementsMatch(t, tested, documented)
}
