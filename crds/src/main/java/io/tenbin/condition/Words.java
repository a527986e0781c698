package io.tenbin.condition;

import java.util.ArrayList;
import java.util.List;

/**
 * A line taken apart into words as HAProxy does (configuration manual, section 2.2): blanks part them; a backslash takes the next
 * character as it is; double quotes hold blanks, and a backslash still works in them; in single quotes nothing is special.
 */
final class Words {
    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun;
    private int at;

    private Words(String line) {
        this.line = line;
    }

    static List<String> of(String line) throws Refusal {
        Words words = new Words(line);
        for (; words.at < line.length(); words.at++) {
            words.next(line.charAt(words.at));
        }
        words.endWord();
        return words.words;
    }

    /** The word so that it is read as one again. */
    static String quoted(String word) {
        boolean plain = !word.isEmpty() && word.chars().noneMatch(c -> c <= ' ' || c == '"' || c == '\'' || c == '\\');
        return plain ? word : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private void next(char c) throws Refusal {
        switch (c) {
            case ' ', '\t', '\n', '\r' -> endWord();
            case '\\' -> escaped();
            case '"', '\'' -> quotes(c);
            default -> add(c);
        }
    }

    private void quotes(char quote) throws Refusal {
        int opened = at;
        begun = true;
        for (at++; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == quote) {
                return;
            }
            if (c == '\\' && quote == '"') {
                escaped();
            } else {
                add(c);
            }
        }
        throw new Refusal("the quote at position " + (opened + 1) + " is not closed");
    }

    private void escaped() throws Refusal {
        if (++at == line.length()) {
            throw new Refusal("nothing follows the backslash at the end");
        }
        add(line.charAt(at));
    }

    private void add(char c) {
        begun = true;
        word.append(c);
    }

    private void endWord() {
        if (begun) {
            words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
    }
}
