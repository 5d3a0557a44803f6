# What the findings share: a temporary folder, the packages in it, and the check. It is sourced, not run.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
java=${JAVA:-java}
touch "$work/seen"

skip() { # REASON
  echo "skipped: $1"
  exit 77
}

need() { # TOOL ...
  local tool
  for tool; do command -v "$tool" >/dev/null || skip "$tool is missing"; done
}

need_java() { # 17 or newer
  need "$java"
  local release
  release=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
  [ "${release%%.*}" -ge 17 ] || skip "$java is Java $release; 17 or newer is needed, and JAVA names it"
}

install() { # COMMAND ...: silent if it succeeds; else the finding ends with status 2
  "$@" </dev/null >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 2; }
}

python_packages() { # NAME==VERSION ...: for run_python
  need python3
  install python3 -m venv "$work/venv"
  install "$work/venv/bin/pip" install --no-compile "$@"
}

run_python() { # ARGUMENT ... <program: notes its output
  "$work/venv/bin/python" - "$@" >>"$work/seen"
}

maven() { # ARGUMENT ...: in the temporary folder, with a repository of its own
  need mvn
  install mvn -q -B -f "$work/pom.xml" -Dmaven.repo.local="$work/repository" "$@"
}

java_packages() { # [-GROUP:ARTIFACT ...] GROUP:ARTIFACT:VERSION ...: into $classpath, with what they need, without each `-` one
  local package group artifact version exclusions="" dependencies=""
  for package; do
    IFS=: read -r group artifact version <<<"${package#-}"
    group="<groupId>$group</groupId><artifactId>$artifact</artifactId>"
    case $package in
      -*) exclusions+="<exclusion>$group</exclusion>" ;;
      *) dependencies+="<dependency>$group<version>$version</version><exclusions>$exclusions</exclusions></dependency>" ;;
    esac
  done
  echo "<project><modelVersion>4.0.0</modelVersion>
    <groupId>findings</groupId><artifactId>finding</artifactId><version>1</version><packaging>pom</packaging>
    <dependencies>$dependencies</dependencies></project>" >"$work/pom.xml"
  maven org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile="$work/classpath"
  classpath=$(cat "$work/classpath")
}

run_java() { # CLASS ARGUMENT ... <source: notes its output; its log is shown only if it fails
  local class=$1
  shift
  cat >"$work/$class.java"
  "$java" ${options:-} -cp "${classpath:-$work}" "$work/$class.java" "$@" >>"$work/seen" 2>"$work/log" ||
    { cat "$work/log" >&2; exit 1; }
}

check() { # NAME EXPECTED: the program printed NAME=EXPECTED
  local got
  got=$(sed -n "s/^$1=//p" "$work/seen")
  [ "$got" = "$2" ] || { echo "finding changed: $1: expected $2, got $got" >&2; exit 1; }
  echo "finding stands: $1=$got"
}
