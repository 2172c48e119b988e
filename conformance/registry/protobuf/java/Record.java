import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.*;
import java.nio.file.*;
import java.util.*;
import kotlin.ranges.IntRange;

/** Reads each .proto file of a folder with Wire and prints what it read, one JSON line a file. */
public final class Record {
  public static void main(String[] args) throws Exception {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> folder = Files.newDirectoryStream(Path.of(args[0]), "*.proto")) {
      folder.forEach(files::add);
    }
    Collections.sort(files);
    for (Path file : files) System.out.println(json(read(file)));
  }

  private static Map<String, Object> read(Path path) throws Exception {
    Map<String, Object> row = row("name", path.getFileName().toString().replace(".proto", ""));
    try {
      ProtoFileElement file = ProtoParser.Companion.parse(Location.get(""), Files.readString(path));
      row.put("tree", file(file));
      row.put("schema", schema(file));
    } catch (Exception problem) {
      row.put("error", String.valueOf(problem.getMessage()));
    }
    return row;
  }

  /** Null where Wire cannot print what it has read. */
  private static String schema(ProtoFileElement file) {
    try {
      return file.toSchema();
    } catch (ClassCastException problem) {
      return null;
    }
  }

  private static Object file(ProtoFileElement file) {
    return row("syntax", file.getSyntax() == null ? null : file.getSyntax().toString(), "packageName", file.getPackageName(),
        "imports", file.getImports(), "publicImports", file.getPublicImports(),
        "types", map(file.getTypes(), Record::type), "services", map(file.getServices(), Record::service),
        "extends", map(file.getExtendDeclarations(), Record::extend), "options", map(file.getOptions(), Record::option));
  }

  private static Object type(TypeElement type) {
    if (type instanceof EnumElement e) {
      return row("kind", "enum", "name", e.getName(), "options", map(e.getOptions(), Record::option),
          "constants", map(e.getConstants(), c -> row("name", c.getName(), "tag", c.getTag(), "options", map(c.getOptions(), Record::option))),
          "reserved", map(e.getReserveds(), r -> ranges(r.getValues())));
    }
    MessageElement m = (MessageElement) type;
    return row("kind", "message", "name", m.getName(), "nested", map(m.getNestedTypes(), Record::type),
        "options", map(m.getOptions(), Record::option), "reserved", map(m.getReserveds(), r -> ranges(r.getValues())),
        "fields", map(m.getFields(), Record::field), "oneofs", map(m.getOneOfs(), Record::oneof),
        "extensions", map(m.getExtensions(), r -> ranges(r.getValues())), "groups", map(m.getGroups(), Record::group),
        "extends", map(m.getExtendDeclarations(), Record::extend));
  }

  private static Object field(FieldElement f) {
    return row("label", f.getLabel() == null ? null : f.getLabel().name().toLowerCase(Locale.ROOT), "type", f.getType(), "name", f.getName(),
        "tag", f.getTag(), "defaultValue", f.getDefaultValue(), "jsonName", f.getJsonName(), "options", map(f.getOptions(), Record::option));
  }

  private static Object oneof(OneOfElement o) {
    return row("name", o.getName(), "fields", map(o.getFields(), Record::field), "groups", map(o.getGroups(), Record::group),
        "options", map(o.getOptions(), Record::option));
  }

  private static Object group(GroupElement g) {
    return row("label", g.getLabel() == null ? null : g.getLabel().name().toLowerCase(Locale.ROOT), "name", g.getName(), "tag", g.getTag(),
        "fields", map(g.getFields(), Record::field));
  }

  private static Object extend(ExtendElement e) {
    return row("name", e.getName(), "fields", map(e.getFields(), Record::field));
  }

  private static Object service(ServiceElement s) {
    return row("name", s.getName(), "rpcs", map(s.getRpcs(), Record::rpc), "options", map(s.getOptions(), Record::option));
  }

  private static Object rpc(RpcElement r) {
    return row("name", r.getName(), "requestType", r.getRequestType(), "responseType", r.getResponseType(),
        "requestStreaming", r.getRequestStreaming(), "responseStreaming", r.getResponseStreaming(), "options", map(r.getOptions(), Record::option));
  }

  private static Object ranges(List<?> values) {
    return row("values", map(values, v -> v instanceof IntRange r ? row("first", r.getFirst(), "last", r.getLast()) : v));
  }

  private static Object option(OptionElement o) {
    return row("name", o.getName(), "isParenthesized", o.isParenthesized(), "value", value(o.getKind(), o.getValue()));
  }

  private static Object value(OptionElement.Kind kind, Object value) {
    switch (kind) {
      case OPTION: return row("kind", "option", "option", option((OptionElement) value));
      case MAP: case LIST: return value(value);
      default: return row("kind", kind.name().toLowerCase(Locale.ROOT), "text", value.toString());
    }
  }

  private static Object value(Object value) {
    if (value instanceof OptionElement.OptionPrimitive p) return value(p.getKind(), p.getValue());
    if (value instanceof OptionElement o) return row("kind", "option", "option", option(o));
    if (value instanceof List<?> list) return row("kind", "list", "items", map(list, Record::value));
    if (value instanceof Map<?, ?> entries) {
      List<Object> pairs = new ArrayList<>();
      entries.forEach((k, v) -> pairs.add(Arrays.asList(k, value(v))));
      return row("kind", "map", "entries", pairs);
    }
    return row("kind", "string", "text", value.toString());
  }

  private static <T> List<Object> map(List<T> list, java.util.function.Function<T, Object> each) {
    List<Object> out = new ArrayList<>();
    for (T item : list) out.add(each.apply(item));
    return out;
  }

  private static Map<String, Object> row(Object... pairs) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) row.put((String) pairs[i], pairs[i + 1]);
    return row;
  }

  private static String json(Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) return String.valueOf(value);
    StringBuilder out = new StringBuilder();
    if (value instanceof Map<?, ?> entries) {
      entries.forEach((k, v) -> out.append(out.length() == 0 ? "" : ",").append(json(k)).append(':').append(json(v)));
      return "{" + out + "}";
    }
    if (value instanceof List<?> list) {
      list.forEach(v -> out.append(out.length() == 0 ? "" : ",").append(json(v)));
      return "[" + out + "]";
    }
    for (char c : value.toString().toCharArray()) {
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < 0x20 || c > 0x7e) out.append(String.format("\\u%04x", (int) c));
      else out.append(c);
    }
    return "\"" + out + "\"";
  }
}
