package io.dunlin.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows of ARCHITECTURE.md. Maven's module list holds the coarse ones; this holds those between packages. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = importClasses();

    private static final Path ROOT = root();

    /** A group of packages and what of Dunlin it may use besides itself. */
    private record Arrow(String name, List<String> packages, List<String> mayUse) {}

    private static final List<String> PARSER = List.of(
            "io.dunlin.promql.grammar..",
            "io.dunlin.promql.ast..",
            "io.dunlin.promql.parser..",
            "io.dunlin.promql.function..",
            "io.dunlin.promql.check..",
            "io.dunlin.promql.format..",
            "io.dunlin.promql.number..",
            "io.dunlin.promql.text..");
    private static final List<String> NARROW_WAIST = List.of("io.dunlin.tsdb.model..", "io.dunlin.tsdb.storage..");

    private static final List<Arrow> ARROWS = List.of(
            new Arrow("model", List.of("io.dunlin.tsdb.model.."), List.of()),
            new Arrow("storage", List.of("io.dunlin.tsdb.storage.."), List.of("io.dunlin.tsdb.model..")),
            new Arrow("memory", List.of("io.dunlin.tsdb.memory.."), List.of()),
            new Arrow("tsdb-core", List.of("io.dunlin.tsdb.."), List.of()),
            new Arrow("compaction", List.of("io.dunlin.compaction.."), List.of("io.dunlin.tsdb..")),
            new Arrow(
                    "remote-write",
                    List.of("io.dunlin.remotewrite.."),
                    join(NARROW_WAIST, List.of("io.dunlin.tsdb.memory.."))),
            new Arrow("gpu-scraper", List.of("io.dunlin.gpu.."), NARROW_WAIST),
            new Arrow(
                    "query-api",
                    List.of("io.dunlin.http.."),
                    join(NARROW_WAIST, PARSER, List.of("io.dunlin.promql.."))));

    /** What our classes use of others is known by name only: reading the libraries too would take the longest. */
    private static JavaClasses importClasses() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                // Nor those of other modules, which some tests use from their jars.
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("io.dunlin");
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("ARCHITECTURE.md")) ? here : here.getParent();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // lists are only read
    private static List<String> join(List<String>... lists) {
        return Stream.of(lists).flatMap(List::stream).toList();
    }

    @TestFactory
    Stream<DynamicTest> modulesUseOnlyWhatTheirArrowsPointTo() {
        return ARROWS.stream().map(arrow -> DynamicTest.dynamicTest(arrow.name, () -> check(arrow)));
    }

    private static void check(Arrow arrow) {
        String[] inside = arrow.packages.toArray(new String[0]);
        String[] allowed = join(arrow.packages, arrow.mayUse).toArray(new String[0]);
        ArchRule rule = classes()
                .that()
                .resideInAnyPackage(inside)
                .should()
                .onlyDependOnClassesThat(resideOutsideOfDunlinOrIn(allowed));
        rule.check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> resideOutsideOfDunlinOrIn(String... allowed) {
        return JavaClass.Predicates.resideOutsideOfPackage("io.dunlin..")
                .or(JavaClass.Predicates.resideInAnyPackage(allowed));
    }

    @Test
    void theEngineSeesOnlyTheStorageInterfaces() {
        List<String> parser = PARSER;
        Set<JavaClass> engine = CLASSES.stream()
                .filter(c -> c.getPackageName().startsWith("io.dunlin.promql"))
                .filter(c -> parser.stream().noneMatch(p -> isIn(c, p)))
                .collect(Collectors.toSet());
        Set<String> used = new TreeSet<>();
        for (JavaClass c : engine) {
            c.getDirectDependenciesFromSelf()
                    .forEach(d -> used.add(d.getTargetClass().getPackageName()));
        }
        assertThat(used.stream().filter(p -> p.startsWith("io.dunlin.tsdb")))
                .isSubsetOf("io.dunlin.tsdb.model", "io.dunlin.tsdb.storage");
    }

    private static boolean isIn(JavaClass c, String pattern) {
        String name = pattern.substring(0, pattern.length() - 2);
        return c.getPackageName().equals(name) || c.getPackageName().startsWith(name + ".");
    }

    @Test
    void theParserUsesNothingElse() {
        classes()
                .that()
                .resideInAnyPackage(PARSER.toArray(new String[0]))
                .should()
                .onlyDependOnClassesThat(resideOutsideOfDunlinOrIn(PARSER.toArray(new String[0])))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.dunlin.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** Every class and package that the maps name must be there, so that the maps cannot drift. */
    @Test
    void theMapsNameOnlyWhatExists() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path map : maps()) {
            Matcher named = Pattern.compile("io\\.dunlin(?:\\.[a-z][a-z0-9]*)*(?:\\.[A-Z][A-Za-z0-9]*)?")
                    .matcher(Files.readString(map));
            while (named.find()) {
                if (!exists(named.group())) {
                    missing.add(ROOT.relativize(map) + ": " + named.group());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static List<Path> maps() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 12)) {
            return files.filter(f -> f.endsWith("package-info.java") || f.equals(ROOT.resolve("ARCHITECTURE.md")))
                    .filter(f ->
                            !f.toString().contains("/target/") && !f.toString().contains("/src/test/"))
                    .toList();
        }
    }

    private static boolean exists(String name) {
        return CLASSES.stream().anyMatch(c -> c.getName().equals(name) || isIn(c, name + ".."))
                || name.startsWith("io.dunlin.bench");
    }
}
