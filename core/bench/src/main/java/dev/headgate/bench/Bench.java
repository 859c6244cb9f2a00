package dev.headgate.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command: runs the scenarios asked for, prints what they found and, when told to, writes it into the documentation. */
public final class Bench {
    private static final String METHOD = """
            Method: what is measured has one processor to itself (all its threads pinned after a warm-up on both), mock and load share the other; all on loopback.
            CPU is the kernel's account of the process and its children, divided by the requests or chunks finished in the window.
            Rounds take turns among the entrants; a cell is the median (least..greatest), a ratio is that of medians of this run, and a noisy round was repeated up to 3 times.
            There is no verdict where half of the rounds stayed noisy, or the CPU figures of one entrant differ by more than a quarter.""";

    private final PrintStream out;
    private final Path root;

    private Bench(PrintStream out, Path root) {
        this.out = out;
        this.root = root;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Path root = Path.of(System.getProperty("headgate.root", "")).toAbsolutePath();
        Options options;
        try {
            options = Options.parse(List.of(args));
        } catch (IllegalArgumentException e) {
            out.println("bench: " + e.getMessage() + "\n\n" + Options.USAGE + names());
            System.exit(2);
            return;
        }
        if (options.help()) {
            out.println(Options.USAGE + names());
            return;
        }
        new Bench(out, root).run(options);
        System.exit(0);
    }

    private static String names() {
        return "scenarios: "
                + String.join(" ", Scenario.ALL.stream().map(Scenario::name).toList());
    }

    private void run(Options options) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Tools.missing().forEach(m -> out.println("missing: " + m));
        long files = Machine.openFiles();
        Machine machine = Machine.describe(root, options, files);
        machine.lines().forEach(out::println);
        out.println();
        Tempo tempo = options.quick() ? Tempo.QUICK : Tempo.FULL;
        List<Section> sections = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        try (Lab lab = new Lab(root, options, tempo, files)) {
            for (Scenario scenario : options.picked()) {
                long since = System.nanoTime();
                Section section = section(scenario, lab, begun + tempo.limit() * 1_000_000_000L);
                sections.add(section);
                out.println(section.markdown());
                out.printf("(%.0f s)%n%n", (System.nanoTime() - since) / 1e9);
            }
            remarks.addAll(lab.rounds().remarks());
            remarks.forEach(r -> out.println("warm-up: " + r));
            leftOut(options).forEach(l -> out.println("not measured: " + l));
            out.println();
        }
        String report = report(machine, sections, remarks, options);
        out.println(Section.verdicts(sections).markdown());
        out.printf("took %.0f s%n", (System.nanoTime() - begun) / 1e9);
        if (options.write()) {
            Path document = root.resolve("docs/performance.md");
            Files.writeString(document, MarkedText.replace(Files.readString(document), report));
            out.println("written: docs/performance.md");
        }
    }

    private static Section section(Scenario scenario, Lab lab, long end) throws InterruptedException {
        try {
            if (System.nanoTime() > end) {
                throw new NotMeasured("not measured: the time of this run was over");
            }
            return scenario.measure(lab);
        } catch (NotMeasured e) {
            return Section.unmeasured(scenario, e);
        }
    }

    private static String report(Machine machine, List<Section> sections, List<String> remarks, Options options) {
        var text = new StringBuilder();
        machine.lines().forEach(l -> text.append("- ").append(l).append('\n'));
        text.append('\n').append(METHOD).append("\n\n### Goals\n\n");
        text.append(Section.verdicts(sections).markdown()).append('\n');
        sections.forEach(s -> text.append(s.markdown()));
        text.append("### Warm-up\n\n");
        remarks.forEach(r -> text.append("- ").append(r).append('\n'));
        text.append("\n### Not measured\n\n");
        leftOut(options).forEach(l -> text.append("- ").append(l).append('\n'));
        return text.toString();
    }

    private static List<String> leftOut(Options options) {
        List<String> lines = new ArrayList<>();
        Scenario.ALL.stream()
                .filter(s -> !options.picked().contains(s))
                .forEach(s -> lines.add("`%s`: left out of this run.".formatted(s.name())));
        return lines;
    }
}
