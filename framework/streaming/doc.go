// Package streaming sends a message bit by bit while it is being written, as language models write.
//
//	streamed, err := streaming.Reply(ctx, turn, func(ctx context.Context, w *streaming.Writer) error {
//		w.Inform("Searching the handbook ...")
//		for token, err := range model.Answer(ctx, turn.Activity.Text) {
//			if err != nil {
//				return err
//			}
//			fmt.Fprint(w, token)
//		}
//		return nil
//	})
//
// Writing never waits for the channel: what was written since the last part goes out with the next one, at the pace that
// Teams allows. The last part is the whole message, and [Writer.Final] gives it what only that may have: attachments, a label,
// citations, feedback buttons.
//
// Where texts are not streamed, people see that the bot is typing, and then the message alone: in the groups and channels of
// Teams, on channels that do not stream, where Teams refuses it, and when an answer is quick. Where the replies are the HTTP
// answer (deliveryMode expectReplies and stream), it is the message alone. The code of a bot is the same.
//
// # What ends a stream early
//
//   - The person presses Stop. The context of the function that writes is cancelled with the cause [ErrStopped], so that a
//     model stops too; nothing more is sent, and [Streamed] says so. That is no error.
//   - Two minutes are over, which is all that Teams gives. Writing goes on, and the whole message replaces in place what was
//     shown.
//   - The function fails. What it wrote until then is the message; if it wrote nothing and something was shown, that becomes
//     "No answer.": write your own words before you return the error.
//   - The turn ends, because its time is over or the process shuts down. What was written is sent, within ten seconds; a part
//     that is on its way then has as long.
//
// Until a stream ends, Teams begins no other one in the same chat: reply in one at a time.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/streaming-ux
package streaming
