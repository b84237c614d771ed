package cards_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
)

func golden(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(tb, err)
	return data
}

func TestGoldenSourcesAreNamed(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/*.json")
	require.NoError(t, err)
	require.Len(t, paths, len(goldens())+1)
	for _, path := range paths {
		require.Contains(t, string(golden(t, "SOURCES.md")), filepath.Base(path))
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	published := readSchema(t)
	for name, card := range goldens() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := string(golden(t, name))
			own, err := card.MarshalJSON()
			require.NoError(t, err)
			require.JSONEq(t, want, string(own))
			require.True(t, strings.HasPrefix(string(own), `{"type":"AdaptiveCard",`), "the type comes first: %.40s", own)

			others, err := json.Marshal(card)
			require.NoError(t, err)
			require.JSONEq(t, want, string(others))
			message, err := schema.AttachmentMessage(card.Attachment()).MarshalJSON()
			require.NoError(t, err)
			require.Contains(t, string(message), `"content":`+string(own))

			require.NoError(t, cards.Check(card))
			require.NoError(t, cards.Check(json.RawMessage(want)))
			if name != "teams.json" && name != "extensions.json" {
				require.NoError(t, published.validate(own))
			}
		})
	}
}

// TestSchemaRefuses: the published schema is strict about names, so the test above means something.
func TestSchemaRefuses(t *testing.T) {
	t.Parallel()
	published := readSchema(t)
	for name, card := range map[string]string{
		"unknown member":  `{"type":"AdaptiveCard","version":"1.5","text":"x"}`,
		"unknown element": `{"type":"AdaptiveCard","version":"1.5","body":[{"type":"Text","text":"x"}]}`,
		"inherited value": `{"type":"AdaptiveCard","version":"1.5","body":[{"type":"FactSet","facts":[],"separator":"yes"}]}`,
		"absent member":   `{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock"}]}`,
		"value":           `{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock","text":"x","size":"huge"}]}`,
		"of Teams":        string(golden(t, "teams.json")),
		"also of Teams":   string(golden(t, "extensions.json")),
	} {
		require.Error(t, published.validate([]byte(card)), name)
	}
}

// TestGoldensShowAll: each field of each type is in a golden, except for those that all elements or actions have alike.
func TestGoldensShowAll(t *testing.T) {
	t.Parallel()
	seen, all := map[string]bool{}, map[reflect.Type]bool{}
	for _, card := range goldens() {
		walk(reflect.ValueOf(card), seen, all)
	}
	require.GreaterOrEqual(t, len(all), 48)
	for typ := range all {
		common := commonTags(typ)
		for field := range typ.Fields() {
			if tag, ok := common[field.Name]; ok {
				require.Equal(t, tag, field.Tag, "%s.%s", typ, field.Name)
				continue
			}
			require.True(t, seen[typ.Name()+"."+field.Name] || field.Name == "Extra", "no golden has %s.%s", typ, field.Name)
		}
	}
}

// commonTags returns the tags of the fields that typ has in common with others of its kind.
func commonTags(typ reflect.Type) map[string]reflect.StructTag {
	model, names := reflect.TypeFor[cards.TextBlock](), []string{
		"ID", "IsVisible", "Separator", "Spacing", "Height", "TargetWidth", "Fallback", "Requires", "Extra",
	}
	if _, ok := typ.FieldByName("IsEnabled"); ok {
		model = reflect.TypeFor[cards.Execute]()
		names = []string{"Title", "ID", "IconURL", "Style", "Mode", "Tooltip", "IsEnabled", "Fallback", "Requires", "Extra"}
	}
	if _, ok := typ.FieldByName("Label"); ok && strings.HasPrefix(typ.Name(), "Input") {
		model = reflect.TypeFor[cards.InputText]()
		names = append(names, "Label", "IsRequired", "ErrorMessage")
	}
	tags := map[string]reflect.StructTag{}
	for _, name := range names {
		if field, ok := model.FieldByName(name); ok {
			tags[name] = field.Tag
		}
	}
	return tags
}

// walk notes which fields of which struct types of this package are set anywhere in v.
func walk(v reflect.Value, seen map[string]bool, all map[reflect.Type]bool) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			walk(v.Elem(), seen, all)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), seen, all)
		}
	case reflect.Struct:
		if !strings.HasSuffix(v.Type().PkgPath(), "framework/cards") {
			return
		}
		all[v.Type()] = true
		for i := range v.NumField() {
			if !v.Field(i).IsZero() {
				seen[v.Type().Name()+"."+v.Type().Field(i).Name] = true
			}
			walk(v.Field(i), seen, all)
		}
	default:
	}
}
