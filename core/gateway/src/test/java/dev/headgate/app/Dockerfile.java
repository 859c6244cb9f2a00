package dev.headgate.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Dockerfile as its stages, each with its instructions; lines that go on are joined, comments left out. */
record Dockerfile(List<Stage> stages) {
    private static final Pattern FROM = Pattern.compile("(\\S+)(?:\\s+(?i:as)\\s+(\\S+))?");
    private static final Pattern WORDS = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    record Instruction(String name, String text) {
        /** The words of a form such as {@code ["a", "b"]}. */
        List<String> words() {
            return WORDS.matcher(text).results().map(m -> m.group(1)).toList();
        }

        /** What an option such as {@code --from=build} is set to. */
        Optional<String> option(String option) {
            Matcher m = Pattern.compile("--" + option + "=(\\S+)").matcher(text);
            return m.find() ? Optional.of(m.group(1)) : Optional.empty();
        }

        /** Its arguments without options. */
        List<String> arguments() {
            return Arrays.stream(text.split("\\s+"))
                    .filter(a -> !a.startsWith("--"))
                    .toList();
        }
    }

    record Stage(String image, Optional<String> name, List<Instruction> instructions) {
        List<Instruction> all(String instruction) {
            return instructions.stream()
                    .filter(i -> i.name().equals(instruction))
                    .toList();
        }

        Instruction last(String instruction) {
            return all(instruction).getLast();
        }
    }

    static Dockerfile read(Path file) throws IOException {
        var stages = new ArrayList<Stage>();
        var logical = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            boolean goesOn = line.endsWith("\\");
            logical.append(goesOn ? line.substring(0, line.length() - 1) : line);
            if (!goesOn) {
                add(stages, logical.toString().strip());
                logical.setLength(0);
            }
        }
        return new Dockerfile(List.copyOf(stages));
    }

    private static void add(List<Stage> stages, String line) {
        String[] parts = line.split("\\s+", 2);
        var instruction = new Instruction(parts[0].toUpperCase(Locale.ROOT), parts[1]);
        if (!instruction.name().equals("FROM")) {
            stages.getLast().instructions().add(instruction);
            return;
        }
        Matcher from = FROM.matcher(instruction.text());
        if (!from.matches()) {
            throw new IllegalArgumentException(line);
        }
        stages.add(new Stage(from.group(1), Optional.ofNullable(from.group(2)), new ArrayList<>()));
    }
}
