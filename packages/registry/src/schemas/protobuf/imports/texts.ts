/**
 * Files that may be imported without a reference, in our own shortest form: names, numbers and types are their publishers', comments and layout are not.
 * Those of google/protobuf/ come with the descriptor library. Options that only steer code generators stay, because they are part of the descriptor.
 */

/** Kinds of google/type/: path, the last word of its Go package, `option cc_enable_arenas` or not, and the body. */
type GoogleType = readonly [file: string, go: string, outerClass: string, arenas: boolean, body: string, imports?: string]

const GOOGLE_TYPES: readonly GoogleType[] = [
  [
    'calendar_period',
    'calendarperiod',
    'CalendarPeriodProto',
    false,
    'enum CalendarPeriod { CALENDAR_PERIOD_UNSPECIFIED = 0; DAY = 1; WEEK = 2; FORTNIGHT = 3; MONTH = 4; QUARTER = 5; HALF = 6; YEAR = 7; }',
  ],
  [
    'color',
    'color',
    'ColorProto',
    true,
    'message Color { float red = 1; float green = 2; float blue = 3; google.protobuf.FloatValue alpha = 4; }',
    'wrappers',
  ],
  ['date', 'date', 'DateProto', true, 'message Date { int32 year = 1; int32 month = 2; int32 day = 3; }'],
  [
    'datetime',
    'datetime',
    'DateTimeProto',
    true,
    `message DateTime {
      int32 year = 1; int32 month = 2; int32 day = 3; int32 hours = 4; int32 minutes = 5; int32 seconds = 6; int32 nanos = 7;
      oneof time_offset { google.protobuf.Duration utc_offset = 8; TimeZone time_zone = 9; }
    }
    message TimeZone { string id = 1; string version = 2; }`,
    'duration',
  ],
  [
    'dayofweek',
    'dayofweek',
    'DayOfWeekProto',
    false,
    `enum DayOfWeek {
      DAY_OF_WEEK_UNSPECIFIED = 0; MONDAY = 1; TUESDAY = 2; WEDNESDAY = 3; THURSDAY = 4; FRIDAY = 5; SATURDAY = 6; SUNDAY = 7;
    }`,
  ],
  ['decimal', 'decimal', 'DecimalProto', true, 'message Decimal { string value = 1; }'],
  [
    'expr',
    'expr',
    'ExprProto',
    false,
    'message Expr { string expression = 1; string title = 2; string description = 3; string location = 4; }',
  ],
  ['fraction', 'fraction', 'FractionProto', false, 'message Fraction { int64 numerator = 1; int64 denominator = 2; }'],
  [
    'interval',
    'interval',
    'IntervalProto',
    true,
    'message Interval { google.protobuf.Timestamp start_time = 1; google.protobuf.Timestamp end_time = 2; }',
    'timestamp',
  ],
  ['latlng', 'latlng', 'LatLngProto', true, 'message LatLng { double latitude = 1; double longitude = 2; }'],
  ['money', 'money', 'MoneyProto', true, 'message Money { string currency_code = 1; int64 units = 2; int32 nanos = 3; }'],
  [
    'month',
    'month',
    'MonthProto',
    false,
    `enum Month {
      MONTH_UNSPECIFIED = 0; JANUARY = 1; FEBRUARY = 2; MARCH = 3; APRIL = 4; MAY = 5; JUNE = 6;
      JULY = 7; AUGUST = 8; SEPTEMBER = 9; OCTOBER = 10; NOVEMBER = 11; DECEMBER = 12;
    }`,
  ],
  [
    'phone_number',
    'phone_number',
    'PhoneNumberProto',
    true,
    `message PhoneNumber {
      message ShortCode { string region_code = 1; string number = 2; }
      oneof kind { string e164_number = 1; ShortCode short_code = 2; }
      string extension = 3;
    }`,
  ],
  [
    'postal_address',
    'postaladdress',
    'PostalAddressProto',
    true,
    `message PostalAddress {
      int32 revision = 1; string region_code = 2; string language_code = 3; string postal_code = 4; string sorting_code = 5;
      string administrative_area = 6; string locality = 7; string sublocality = 8; repeated string address_lines = 9;
      repeated string recipients = 10; string organization = 11;
    }`,
  ],
  ['quaternion', 'quaternion', 'QuaternionProto', true, 'message Quaternion { double x = 1; double y = 2; double z = 3; double w = 4; }'],
  [
    'timeofday',
    'timeofday',
    'TimeOfDayProto',
    true,
    'message TimeOfDay { int32 hours = 1; int32 minutes = 2; int32 seconds = 3; int32 nanos = 4; }',
  ],
]

function googleTypeText([, go, outerClass, arenas, body, imports]: GoogleType): string {
  return `syntax = "proto3"; package google.type;
    ${imports === undefined ? '' : `import "google/protobuf/${imports}.proto";`}
    ${arenas ? 'option cc_enable_arenas = true;' : ''}
    option go_package = "google.golang.org/genproto/googleapis/type/${go};${go}";
    option java_multiple_files = true; option java_outer_classname = "${outerClass}"; option java_package = "com.google.type";
    option objc_class_prefix = "GTP";
    ${body}`
}

const META = `syntax = "proto3"; package confluent;
  import "google/protobuf/descriptor.proto";
  option go_package = "../confluent"; option java_package = "io.confluent.protobuf"; option java_outer_classname = "MetaProto";
  message Meta { string doc = 1; map<string, string> params = 2; repeated string tags = 3; }
  extend google.protobuf.FileOptions { Meta file_meta = 1088; }
  extend google.protobuf.MessageOptions { Meta message_meta = 1088; }
  extend google.protobuf.FieldOptions { Meta field_meta = 1088; }
  extend google.protobuf.EnumOptions { Meta enum_meta = 1088; }
  extend google.protobuf.EnumValueOptions { Meta enum_value_meta = 1088; }`

const DECIMAL = `syntax = "proto3"; package confluent.type;
  option go_package = "../type"; option java_package = "io.confluent.protobuf.type"; option java_outer_classname = "DecimalProto";
  message Decimal { bytes value = 1; uint32 precision = 2; int32 scale = 3; }`

/** Import path to text. */
export const IMPORT_TEXTS: ReadonlyMap<string, string> = new Map([
  ...GOOGLE_TYPES.map((type): [string, string] => [`google/type/${type[0]}.proto`, googleTypeText(type)]),
  ['confluent/meta.proto', META],
  ['confluent/type/decimal.proto', DECIMAL],
])
