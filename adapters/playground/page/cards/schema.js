// What Adaptive Cards are made of: which types there are, since when, and what is inside them.
// https://adaptivecards.io/explorer/ , https://github.com/microsoft/AdaptiveCards/tree/main/schemas

/**
 * The version that Teams says it takes, and the newest that is drawn here.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference#support-for-adaptive-cards
 */
export const teamsVersion = '1.5';
export const newestVersion = '1.6';

/** Elements of the schema, with the version that brought them. */
export const elementSince = {
  __proto__: null,
  TextBlock: '1.0', RichTextBlock: '1.2', Image: '1.0', ImageSet: '1.0', Media: '1.1', FactSet: '1.0', Container: '1.0',
  ColumnSet: '1.0', ActionSet: '1.2', Table: '1.5', 'Input.Text': '1.0', 'Input.Number': '1.0', 'Input.Date': '1.0',
  'Input.Time': '1.0', 'Input.Toggle': '1.0', 'Input.ChoiceSet': '1.0',
};

/** Elements of Teams that the schema does not know, and that are drawn here. */
export const teamsElements = ['Badge', 'Carousel', 'CodeBlock', 'CompoundButton', 'Icon', 'Input.Rating', 'ProgressBar', 'ProgressRing', 'Rating'];

/** Elements of Teams that are not drawn here: a box says so. */
export const notDrawnElements = [
  'Chart.Donut', 'Chart.Gauge', 'Chart.HorizontalBar', 'Chart.HorizontalBar.Stacked', 'Chart.Line', 'Chart.Pie', 'Chart.VerticalBar',
  'Chart.VerticalBar.Grouped',
];

/** Actions, with the version that brought them. */
export const actionSince = {
  __proto__: null,
  'Action.OpenUrl': '1.0', 'Action.Submit': '1.0', 'Action.ShowCard': '1.0', 'Action.ToggleVisibility': '1.2', 'Action.Execute': '1.4',
};

/** What Teams draws only of these actions is a button that it handles itself; what it does is not shown here. */
export const notDrawnActions = ['Action.Popover', 'Action.InsertImage', 'Action.ResetInputs', 'Action.OpenUrlDialog'];

/**
 * Members that hold other parts of the card: their names, with the kind of part. A part of one kind without a type is of the
 * given type.
 */
export const parts = {
  __proto__: null,
  AdaptiveCard: { body: 'element', actions: 'action', selectAction: 'tap' },
  Container: { items: 'element', selectAction: 'tap' },
  Column: { items: 'element', selectAction: 'tap' },
  ColumnSet: { columns: 'Column', selectAction: 'tap' },
  Table: { rows: 'TableRow' },
  TableRow: { cells: 'TableCell' },
  TableCell: { items: 'element', selectAction: 'tap' },
  ActionSet: { actions: 'action' },
  ImageSet: { images: 'Image' },
  Image: { selectAction: 'tap' },
  RichTextBlock: { inlines: 'TextRun' },
  TextRun: { selectAction: 'tap' },
  TextBlock: { selectAction: 'tap' },
  'Input.Text': { inlineAction: 'tap' },
  Carousel: { pages: 'CarouselPage' },
  CarouselPage: { items: 'element', selectAction: 'tap' },
  CompoundButton: { selectAction: 'tap' },
  Icon: { selectAction: 'tap' },
};

/**
 * compareVersions orders versions such as 1.5.
 *
 * @param {string} a
 * @param {string} b
 * @returns {number} below, at or above 0; NaN if one is none
 */
export function compareVersions(a, b) {
  const [x, y] = [a, b].map((v) => /^(\d+)\.(\d+)/.exec(v)?.slice(1).map(Number));
  if (!x || !y) return NaN;
  return x[0] - y[0] || x[1] - y[1];
}
