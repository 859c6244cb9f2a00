package dev.headgate.bench;

import java.util.ArrayList;
import java.util.List;

/** A table that reads as well in a terminal as in Markdown. */
record Table(List<String> head, List<List<String>> rows) {

    Table {
        head = List.copyOf(head);
        rows = rows.stream().map(List::copyOf).toList();
    }

    String markdown() {
        List<Integer> widths = new ArrayList<>();
        for (int c = 0; c < head.size(); c++) {
            int width = Math.max(3, head.get(c).length());
            for (List<String> row : rows) {
                width = Math.max(width, row.get(c).length());
            }
            widths.add(width);
        }
        var text = new StringBuilder();
        line(text, head, widths);
        line(text, widths.stream().map("-"::repeat).toList(), widths);
        rows.forEach(row -> line(text, row, widths));
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> cells, List<Integer> widths) {
        text.append('|');
        for (int c = 0; c < cells.size(); c++) {
            String cell = cells.get(c);
            String padding = " ".repeat(widths.get(c) - cell.length());
            text.append(' ').append(cell).append(padding).append(" |");
        }
        text.append('\n');
    }
}
