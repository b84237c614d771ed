package schema_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

// requireWritersAgree wants an activity to be written alone as it is in a list, which the library writes.
func requireWritersAgree(tb testing.TB, a *schema.Activity) {
	tb.Helper()
	alone, err := a.MarshalJSON()
	listed, listedErr := schema.Transcript{Activities: []schema.Activity{*a}}.MarshalJSON()
	if err != nil {
		require.Error(tb, listedErr)
		return
	}
	require.NoError(tb, listedErr)
	require.Equal(tb, string(listed), `{"activities":[`+string(alone)+`]}`)
}

func TestWritersAgreeOnGoldens(t *testing.T) {
	t.Parallel()
	for _, name := range goldenNames(t) {
		a := &schema.Activity{}
		if a.UnmarshalJSON(golden(t, name)) == nil {
			requireWritersAgree(t, a)
		}
	}
}

// Every field on the way down from an activity, set alone, is written, and as the library writes it.
func TestWritersAgreeOnEveryField(t *testing.T) {
	t.Parallel()
	var set int
	eachField(reflect.TypeFor[schema.Activity](), nil, func(path []int, name string) {
		for _, v := range valuesOf(reflect.TypeFor[schema.Activity]().FieldByIndex(path).Type) {
			a := &schema.Activity{}
			reflect.ValueOf(a).Elem().FieldByIndex(path).Set(v)
			requireWritersAgree(t, a)
			set++
		}
		a := &schema.Activity{}
		field := reflect.ValueOf(a).Elem().FieldByIndex(path)
		field.Set(valuesOf(field.Type())[0])
		require.NotEqual(t, `{}`, write(t, a), name)
	})
	require.Greater(t, set, 200)
}

// eachField calls do for each exported field of a struct, and of the structs in it.
func eachField(of reflect.Type, path []int, do func(path []int, name string)) {
	for i := range of.NumField() {
		f := of.Field(i)
		at := append(slices.Clone(path), i)
		switch {
		case !f.IsExported():
		case f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[schema.Time]():
			eachField(f.Type, at, do)
		default:
			do(at, of.Name()+"."+f.Name)
		}
	}
}

// valuesOf returns values for a field; the first is one that is written.
func valuesOf(kind reflect.Type) []reflect.Value {
	values := func(list ...any) (of []reflect.Value) {
		for _, v := range list {
			made := reflect.New(kind).Elem()
			if v != nil {
				made.Set(reflect.ValueOf(v))
			}
			of = append(of, made)
		}
		return of
	}
	raw := func(text string) json.RawMessage { return json.RawMessage(text) }
	account := schema.ChannelAccount{ID: "29:ä", Name: "\"A\\\n<b>", Extra: map[string]json.RawMessage{}}
	named := map[string]json.RawMessage{"x": raw(`{"y" : 1.0}`)}
	switch reflect.New(kind).Interface().(type) {
	case *string:
		return values("plain", "ä\u2028<>&\x7f\x00\"\\\r\n", "\xff", "")
	case *bool:
		return values(true, false)
	case *schema.Time:
		zone := time.FixedZone("", 2*60*60)
		var received schema.Time
		if err := received.UnmarshalJSON([]byte(`"yester\"day"`)); err != nil {
			panic(err)
		}
		return values(schema.NewTime(time.Date(2026, 11, 21, 9, 30, 0, 120_000_000, zone)), received, schema.Time{})
	case *map[string]json.RawMessage:
		return values(named, map[string]json.RawMessage{}, map[string]json.RawMessage{"id": raw(`1`), "type": raw(`2`)})
	case *schema.Any:
		return values(raw(`{"a": [1e2, "\u0041", null, { }]}`), raw(`{}`), raw(` [ ] `), raw(`""`), raw(`null`), raw(``),
			json.RawMessage(nil), raw(`{"a":1,"a":2}`), raw(`{`), raw("\"\xff\""), nil, map[string]any{"b": 1, "a": "<"}, map[string]any{}, 1, "",
			true, (*schema.HeroCard)(nil), schema.HeroCard{Title: "t"}, &schema.HeroCard{}, account, &account, make(chan int))
	case *[]schema.Entity:
		mention := schema.NewMention(account)
		info := schema.ClientInfo{Locale: "en-GB", Country: "GB", Platform: "Web", Timezone: "Europe/London"}
		return values([]schema.Entity{mention, info, &mention, schema.Thing{Name: "n"}, schema.UnknownEntity{Raw: raw(`{"type": "z"}`)}, nil},
			[]schema.Entity{}, []schema.Entity{schema.Mention{}, schema.ClientInfo{}}, []schema.Entity{(*schema.Mention)(nil)},
			[]schema.Entity{schema.Mention{Extra: named}}, []schema.Entity{schema.ClientInfo{Extra: named}}, []schema.Entity{schema.UnknownEntity{}})
	case *map[string]schema.Entity:
		return values(map[string]schema.Entity{"e": schema.Thing{Name: "n"}}, map[string]schema.Entity{})
	case *[]schema.Attachment:
		return values([]schema.Attachment{{ContentType: "c", Content: raw(`{ }`), Name: "n"}, {ContentURL: "u", ThumbnailURL: "t"}, {Content: account}, {}},
			[]schema.Attachment{}, []schema.Attachment{{Extra: named}})
	case *[]schema.ChannelAccount:
		return values([]schema.ChannelAccount{account, {}}, []schema.ChannelAccount{})
	}
	made := reflect.MakeSlice(kind, 1, 1)
	if kind.Elem().Kind() == reflect.String {
		made.Index(0).SetString("l")
	}
	return []reflect.Value{made, reflect.MakeSlice(kind, 0, 0), reflect.Zero(kind)}
}

func TestWriterOfLongActivities(t *testing.T) {
	t.Parallel()
	a := schema.TextMessage(strings.Repeat("ä", 5000))
	for i := range 50 {
		a.Attachments = append(a.Attachments, schema.Attachment{Name: fmt.Sprint(i), Content: map[string]any{"a": strings.Repeat("b", i)}})
	}
	requireWritersAgree(t, a)
}
