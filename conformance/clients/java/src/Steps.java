import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Does what it is told, one step a line: an object of strings on stdin (`step`, `bootstrap`, `ca`, `user`, `password` and what the step needs), one answer a
 * line on stdout. Each step is a client of its own, but for those that are held. Ends with its input.
 */
final class Steps {
    private static final Pattern PAIR = Pattern.compile("\"(\\w+)\":\"([^\"]*)\"");

    private Steps() {}

    static void run() throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        StepRecords records = new StepRecords();
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            Step step = new Step(line);
            Report.answer(() -> {
                String answered = StepAdmin.knows(step) ? StepAdmin.run(step) : records.run(step);
                if (answered == null) throw new NotOffered("the program has no step " + step.get("step"));
                return answered;
            });
        }
    }

    /** The client cannot express it. */
    static final class NotOffered extends RuntimeException {
        NotOffered(String why) {
            super(why);
        }
    }

    /** One line of input. */
    static final class Step {
        private final Map<String, String> values = new HashMap<>();

        Step(String line) {
            Matcher pair = PAIR.matcher(line);
            while (pair.find()) values.put(pair.group(1), pair.group(2));
        }

        String get(String key) {
            String value = values.get(key);
            if (value == null) throw new IllegalArgumentException("the step has no " + key);
            return value;
        }

        Properties client(Map<String, Object> more) {
            Properties properties = Setting.secured(get("bootstrap"), get("ca"), get("user"), get("password"));
            properties.putAll(more);
            return properties;
        }
    }
}
