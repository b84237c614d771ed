package handlers_test

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// habit is a row of the table in the package documentation.
type habit struct {
	row      string // what it says of botbuilder
	bot      framework.Handler
	activity *schema.Activity // default: a message that says hello
	golden   string           // or the name of an activity of Teams
	says     []string
	answer   *framework.InvokeResponse
}

func habits() []habit {
	return slices.Concat(
		habitsOfHandling(), habitsOfNotifications(), habitsOfInvokes(), habitsOfContext(),
		habitsOfTeams(), habitsOfExtensions(), habitsOfNewerSDKs(),
	)
}

func TestHabits(t *testing.T) {
	t.Parallel()
	for _, tt := range habits() {
		t.Run(tt.row, func(t *testing.T) {
			t.Parallel()
			if tt.golden != "" {
				tt.activity = golden(t, tt.golden)
			}
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

// The table of contents has a line for everything that can be registered.
func TestTheTableOfContentsIsComplete(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	contents, _, found := strings.Cut(string(source), "# Coming from botbuilder\n")
	require.True(t, found)
	names := []string{"OnInvoke", "OnEvent", "OnAdaptiveCardAction", "OnDialogFetch", "OnDialogSubmit"}
	for method := range reflect.TypeFor[*handlers.TeamsActivityHandler]().Methods() {
		if method.Name != "OnTurn" && strings.HasPrefix(method.Name, "On") {
			names = append(names, method.Name)
		}
	}
	for _, name := range names {
		require.Regexp(t, `\b`+name+`\b`, contents)
	}
}
