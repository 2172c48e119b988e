import java.util.concurrent.ExecutionException;

/** One JSON line per scenario on stdout: {"scenario":…,"ok":…,"detail":…}. */
final class Report {
    interface Scenario {
        /** Returns what was seen, for the reader of the table. */
        String run() throws Exception;
    }

    private Report() {}

    static void scenario(String name, Scenario scenario) {
        try {
            print(name, true, scenario.run());
        } catch (Throwable failure) {
            Throwable cause = failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
            print(name, false, cause.getClass().getSimpleName() + ": " + cause.getMessage());
        }
    }

    /** The answer to one step: {"ok":true,"value":…}, {"ok":false,"error":…,"detail":…} or {"skip":…}. The error is the exception that a user catches. */
    static void answer(Scenario step) {
        String line;
        try {
            line = "{\"ok\":true,\"value\":\"" + escaped(step.run()) + "\"}";
        } catch (Steps.NotOffered failure) {
            line = "{\"skip\":\"" + escaped(failure.getMessage()) + "\"}";
        } catch (Throwable failure) {
            Throwable cause = failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
            line = "{\"ok\":false,\"error\":\"" + cause.getClass().getSimpleName() + "\",\"detail\":\"" + escaped(cause.getMessage()) + "\"}";
        }
        System.out.println(line);
    }

    static void expect(boolean isSo, String otherwise) {
        if (!isSo) throw new AssertionError(otherwise);
    }

    static <T> void same(T wanted, T got, String what) {
        expect(wanted.equals(got), what + ": wanted " + wanted + ", got " + got);
    }

    private static synchronized void print(String name, boolean ok, String detail) {
        System.out.println("{\"scenario\":\"" + name + "\",\"ok\":" + ok + ",\"detail\":\"" + escaped(detail) + "\"}");
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : String.valueOf(text).toCharArray()) {
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c < 0x20) out.append(' ');
            else out.append(c);
        }
        return out.toString();
    }
}
