/** What Slack takes at a key of an object, or as an item of a list. */
export interface Place {
  readonly required?: boolean;
  /** Whether Slack reads a string as markup: always, or if `mrkdwn_in` of the attachment names it. */
  readonly reading?: "markup" | "on request";
  readonly nullable?: boolean;
  /** Of a list. */
  readonly item?: Place;
  /** Of an object, which is of the row that its `type` says: names of rows, or of groups of rows. */
  readonly of?: readonly string[];
  /** The fewest and the most characters or items; of an object, `most` replaces the limit of a text object. */
  readonly least?: number;
  readonly most?: number | undefined;
}

/** A block, an element or another object of a message. */
export interface Row {
  readonly name: string;
  readonly group: string;
  /** What its `type` is; objects without one are known by their place. */
  readonly type: string | undefined;
  readonly places: ReadonlyMap<string, Place>;
  /** One of these keys at least is required. */
  readonly anyOf: readonly string[];
}

/** Limits that others need too. Slack does not say how it counts characters: UTF-16 units are on the safe side. */
export const SLACK_LIMITS = { blocks: 50, headerText: 150 } as const;

/** `filled` is for URLs, and what would show nothing; `legacy` and `on_request` for attachments, whose strings may be empty. */
const STRINGS: Readonly<Record<string, Place>> = {
  string: {},
  filled: { least: 1 },
  markup: { reading: "markup" },
  legacy: { least: 0, nullable: true },
  on_request: { reading: "on request", least: 0, nullable: true },
};

const ACTION = "action_id?:string(255) confirm?:confirm";
const PLACEHOLDER = "placeholder?:plain_text(150)";
const LABEL = "accessibility_label?:string(75)";
const IMAGE = "image_url?:filled(3000) slack_file?:slack_file {image_url|slack_file}";
const BLOCK = "block_id?:string(255)";

/**
 * What Slack takes, a row a line, in groups. In `image_element=image alt_text:string(2000) title?:plain_text {title|url}`:
 * - `image_element` is the row's name, which is its `type` too unless another follows; `a|b` are two rows;
 * - `alt_text` is a key, which `?` makes optional, and after the colon stands one of `STRINGS`, the object of a row or of
 *   any row of a group, or `[a list]` of those;
 * - in brackets follow the most characters or items, or `least..most`: what is required needs one at least;
 * - one of the keys in braces must be there.
 * What is required is as in @slack/types 3; limits are those of the pages. What they do not limit is not checked, and
 * neither are the initial values of menus and inputs.
 */
const TABLE = {
  /** https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
  any_text: `
    plain_text                 text:string(3000)
    mrkdwn                     text:markup(3000)`,
  /** https://docs.slack.dev/reference/block-kit/blocks/table-block */
  cell: `
    raw_text|raw_number        text:string`,
  /** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block: shows all texts as they are */
  span: `
    broadcast                  range:string
    color                      value:string
    channel                    channel_id:string
    date                       format:string url?:filled fallback?:string
    emoji                      name:string unicode?:string url?:filled
    link                       url:filled text?:filled
    team                       team_id:string
    text                       text:string
    user                       user_id:string
    usergroup                  usergroup_id:string`,
  rich_text_part: `
    rich_text_section|rich_text_quote|rich_text_preformatted elements:[span](0..)
    rich_text_list             elements:[rich_text_section]`,
  /** https://docs.slack.dev/reference/block-kit/block-elements/ */
  element: `
    button                     text:plain_text(75) value?:string(2000) url?:filled(3000) ${ACTION} ${LABEL}
    channels_select|conversations_select|datepicker|external_select|timepicker|users_select ${ACTION} ${PLACEHOLDER}
    multi_channels_select|multi_conversations_select|multi_external_select|multi_users_select ${ACTION} ${PLACEHOLDER}
    datetimepicker|file_input|email_text_input|number_input|plain_text_input|rich_text_input|url_text_input ${ACTION} ${PLACEHOLDER}
    checkboxes|radio_buttons   options:[any_option](10) ${ACTION}
    feedback_buttons           positive_button:feedback negative_button:feedback action_id?:string(255)
    icon_button                icon:string text:plain_text value?:string(2000) ${ACTION} ${LABEL}
    image_element=image        alt_text:string ${IMAGE}
    overflow                   options:[option](5) ${ACTION}
    static_select|multi_static_select options?:[option](100) option_groups?:[option_group](100) {options|option_groups} ${ACTION} ${PLACEHOLDER}
    url                        url:filled text:string
    workflow_button            text:plain_text(75) workflow:workflow ${ACTION} ${LABEL}`,
  /**
   * Objects without a type. Options with mrkdwn are those of checkboxes and radio buttons.
   * https://docs.slack.dev/reference/block-kit/composition-objects/
   * https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments
   */
  object: `
    any_option                 text:any_text(75) description?:any_text(75) value?:string(150) url?:filled(3000)
    confirm                    title?:plain_text(100) text:any_text(300) confirm?:plain_text(30) deny?:plain_text(30)
    feedback                   text:plain_text(75) value:string(2000) ${LABEL}
    option                     text:plain_text(75) description?:plain_text(75) value?:string(150) url?:filled(3000)
    option_group               label:plain_text(75) options:[option](100)
    slack_file                 url?:filled id?:filled {url|id}
    trigger                    url:filled
    workflow                   trigger:trigger
    message                    text?:markup blocks?:[child_block|container](${SLACK_LIMITS.blocks}) attachments?:[attachment](100)
    attachment                 fallback?:legacy pretext?:on_request author_name?:on_request author_subname?:on_request author_link?:legacy author_icon?:legacy title?:on_request title_link?:legacy text?:on_request fields?:[field] image_url?:legacy thumb_url?:legacy footer?:on_request(300) footer_icon?:legacy color?:legacy blocks?:[child_block|container](${SLACK_LIMITS.blocks})
    field                      title?:legacy value?:on_request {title|value}`,
  /** https://docs.slack.dev/reference/block-kit/blocks/: all but the container, which may hold them */
  child_block: `
    actions                    elements:[element](25) ${BLOCK}
    alert                      text:any_text ${BLOCK}
    card                       hero_image?:image_element icon?:image_element title?:any_text(150) subtitle?:any_text(150) body?:any_text(200) actions?:[button] {hero_image|title|actions|body} ${BLOCK}
    carousel                   elements:[card](10) ${BLOCK}
    context                    elements:[any_text|image_element](10) ${BLOCK}
    context_actions            elements:[element](5) ${BLOCK}
    data_table                 rows:[[cell|rich_text]](2..) caption:string ${BLOCK}
    divider                    ${BLOCK}
    file                       source:string external_id:string ${BLOCK}
    header                     text:plain_text(${SLACK_LIMITS.headerText}) ${BLOCK}
    image                      alt_text:string(2000) title?:plain_text(2000) ${IMAGE} ${BLOCK}
    input                      label:plain_text(2000) element:element hint?:plain_text(2000) ${BLOCK}
    markdown                   text:markup(12000) ${BLOCK}
    plan                       title:string tasks?:[task_card] ${BLOCK}
    rich_text                  elements:[rich_text_part] ${BLOCK}
    section                    text?:any_text(3000) fields?:[any_text(2000)](10) accessory?:element {text|fields} ${BLOCK}
    table                      rows:[[cell|rich_text](20)](100) ${BLOCK}
    task_card                  task_id:string title:string details?:rich_text output?:rich_text sources?:[url] ${BLOCK}
    video                      video_url:filled thumbnail_url:filled alt_text:string title:plain_text(199) title_url?:filled author_name?:string(49) provider_name?:string provider_icon_url?:filled description?:plain_text(199) ${BLOCK}`,
  parent_block: `
    container                  title?:plain_text(150) rich_text_title?:rich_text subtitle?:any_text(150) icon?:image_element child_blocks:[child_block](10) {title|rich_text_title} ${BLOCK}`,
};

export const MESSAGE: Place = { of: ["message"] };
export const ROWS: readonly Row[] = Object.entries(TABLE).flatMap(([group, rows]) =>
  rows
    .trim()
    .split(/\n\s*/)
    .flatMap((line) => rowsFrom(line, group)),
);
const NAMED = new Map<string, readonly Row[]>();
for (const row of ROWS) for (const name of [row.name, row.group]) NAMED.set(name, [...(NAMED.get(name) ?? []), row]);

/** The row of an object, by its `type`, among those that its place names. */
export function rowOf(place: Place | undefined, type: unknown): Row | undefined {
  return rowsAt(place).find((row) => row.type === undefined || row.type === type);
}

export function rowsAt(place: Place | undefined): readonly Row[] {
  return (place?.of ?? []).flatMap((name) => NAMED.get(name) ?? []);
}

function rowsFrom(line: string, group: string): readonly Row[] {
  const [, names = "", type] = /^([\w|]+)(?:=(\w+))? /.exec(line) ?? [];
  const keys = [...line.matchAll(/(\w+)(\??):(\S+)/g)];
  const places = new Map(keys.map(([, key = "", optional, spec = ""]) => [key, placeFrom(spec, optional === "")]));
  const anyOf = /\{(.+)\}/.exec(line)?.[1]?.split("|") ?? [];
  const typeOf = (name: string) => (group === "object" ? undefined : (type ?? name));
  return names.split("|").map((name) => ({ name, group, type: typeOf(name), places, anyOf }));
}

function placeFrom(spec: string, required: boolean): Place {
  const [, item, names = "", from, to] = /^(?:\[(.+)\]|([\w|]+))(?:\((?:(\d+)\.\.)?(\d*)\))?$/.exec(spec) ?? [];
  const least = from ? Number(from) : required ? 1 : 0;
  const common = { required, least, most: to ? Number(to) : undefined };
  if (item !== undefined) return { item: placeFrom(item, true), ...common };
  const string = STRINGS[names];
  return string ? { ...common, ...string } : { of: names.split("|"), ...common };
}
