package io.tenbin.coverage;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * What tests of all modules say with {@link Covers}, read from their sources: so the modules need not be built, and none has to
 * come last.
 */
final class Claims {
    private static final Set<String> TESTS = Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory");

    private final Map<String, Set<String>> testsByField = new TreeMap<>();
    private final List<String> mistakes = new ArrayList<>();

    private Claims() {}

    /**
     * Reads the tests of all modules.
     *
     * @param root where the modules are
     */
    static Claims read(Path root) throws IOException {
        Claims claims = new Claims();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var sources = files.getJavaFileObjectsFromPaths(sources(root));
            JavacTask task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, sources);
            for (CompilationUnitTree unit : task.parse()) {
                claims.new Scanner().scan(unit, null);
            }
        }
        return claims;
    }

    /** Fields, with the tests that cover them. */
    Map<String, Set<String>> testsByField() {
        return testsByField;
    }

    /** Annotations that claim nothing, for the test is none or does not run. */
    List<String> mistakes() {
        return mistakes;
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path module : modules.sorted().toList()) {
                Path tests = module.resolve("src/test/java");
                if (Files.isDirectory(tests)) {
                    try (Stream<Path> files = Files.walk(tests)) {
                        files.filter(Claims::mayClaim).forEach(sources::add);
                    }
                }
            }
        }
        return sources;
    }

    private static boolean mayClaim(Path file) {
        return file.getFileName().toString().matches(".*(Test|IT|E2E)\\.java");
    }

    private final class Scanner extends TreeScanner<@Nullable Void, @Nullable String> {
        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable String outer) {
            String name = (outer == null ? "" : outer + ".") + type.getSimpleName();
            return super.visitClass(type, name);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable String type) {
            Set<String> names = new TreeSet<>();
            List<AnnotationTree> covers = new ArrayList<>();
            for (AnnotationTree annotation : method.getModifiers().getAnnotations()) {
                names.add(annotation.getAnnotationType().toString());
                if (annotation.getAnnotationType().toString().equals("Covers")) {
                    covers.add(annotation);
                }
            }
            String test = type + "." + method.getName();
            if (!covers.isEmpty() && (names.stream().noneMatch(TESTS::contains) || names.contains("Disabled"))) {
                mistakes.add(test + " is no test that runs");
            }
            covers.forEach(annotation -> claim(test, annotation));
            return super.visitMethod(method, type);
        }

        private void claim(String test, AnnotationTree annotation) {
            for (ExpressionTree argument : annotation.getArguments()) {
                ExpressionTree value =
                        argument instanceof AssignmentTree assignment ? assignment.getExpression() : argument;
                List<? extends ExpressionTree> paths =
                        value instanceof NewArrayTree array ? array.getInitializers() : List.of(value);
                for (ExpressionTree path : paths) {
                    if (path instanceof LiteralTree literal && literal.getValue() instanceof String field) {
                        testsByField
                                .computeIfAbsent(field, key -> new TreeSet<>())
                                .add(test);
                    } else {
                        mistakes.add(test + " covers " + path + ", which is not a literal");
                    }
                }
            }
        }
    }
}
