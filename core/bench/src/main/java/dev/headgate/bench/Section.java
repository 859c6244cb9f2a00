package dev.headgate.bench;

import java.util.ArrayList;
import java.util.List;

/** What one scenario found. */
record Section(String name, String about, List<Table> tables, List<String> notes, List<Goal.Judged> goals) {

    Section {
        tables = List.copyOf(tables);
        notes = List.copyOf(notes);
        goals = List.copyOf(goals);
    }

    static Section unmeasured(Scenario scenario, NotMeasured why) {
        return new Section(
                scenario.name(),
                scenario.about(),
                List.of(),
                List.of(why.reason()),
                scenario.goals().stream().map(g -> g.unmeasured(why)).toList());
    }

    String markdown() {
        var text = new StringBuilder();
        text.append("### `").append(name).append("`\n\n").append(about).append("\n\n");
        tables.forEach(t -> text.append(t.markdown()).append('\n'));
        notes.forEach(n -> text.append("- ").append(n).append('\n'));
        if (!notes.isEmpty()) {
            text.append('\n');
        }
        return text.toString();
    }

    /** One table of all that was judged. */
    static Table verdicts(List<Section> sections) {
        List<List<String>> rows = new ArrayList<>();
        sections.forEach(s -> s.goals().forEach(g -> {
            List<String> row = new ArrayList<>(g.row());
            row.addFirst("`" + s.name() + "`");
            rows.add(row);
        }));
        return new Table(List.of("scenario", "goal", "limit (further goal)", "measured", "verdict"), rows);
    }
}
