"""Small words by which languages that share English's letters are told apart from it."""

from __future__ import annotations

ENGLISH = frozenset(
    "the of and to is are for with this that these those be by from were was has have had not it its which should does did do can could "
    "will would may might must been being there here their they them we you your our when where while if then than but or on at into "
    "out over under about after before between without within each every all any some only both more most other such what who how why "
    "uses use used using no yes missing only still now never always because since though until upon very just too isn doesn don didn "
    "cannot via".split()
)

# Words that English lacks. Shared letters only: other scripts are known by theirs.
CLEARLY_FOREIGN = frozenset(
    # German
    "der und ist nicht ein eine einen einem einer eines kein keine keinen keiner keinem keines für über werden wird wurde wurden sind "
    "auch nur noch schon aber oder wenn weil dass daß sich wir ihr ich zu zum zur aus bei nach vor durch gegen ohne zwischen wie dem "
    "den diese dieser dieses diesem jede jeder jedes haben hatte gibt fehlt fehlen existiert existieren datei dateien zeile zeilen klasse "
    "klassen funktion funktionen verwendet benutzt nutzt enthält enthalten vorhanden gelöscht entfernt können muss müssen sollte nichts "
    "niemand mehr weniger viele wenige hier dort jetzt bereits zwei drei vier fünf sechs sieben acht neun zehn wurden keinerlei "
    "ordner verzeichnis liegt steht sowie bzw "
    # French
    "les une sont où dans avec aucun aucune cette ces qui que elle elles nous vous existe fichier fichiers ligne lignes fonction "
    "fonctions utilise utilisent contient contiennent "
    "manque manquent manquant manquants manquante manquantes supprimé été être avoir leur leurs mais donc très aussi toujours "
    "jamais déjà tous toutes deux trois quatre cinq huit neuf n'est pas "
    # Italian
    "gli della delle degli dello nel nella nelle negli che è questo questa questi queste esiste esistono manca mancano senza nessun "
    "nessuno nessuna righe riga funzione funzioni contiene viene vengono hanno anche ancora dove quando ogni tutti tutte alla allo dalla "
    "sulla perché più già può sono usa cartella "
    # Spanish
    "una por pero como más también están está existe existen falta faltan archivo archivos fichero ficheros línea líneas lineas "
    "función funciones prueba pruebas tiene tienen contiene estos estas ningún ninguna ninguno todas desde hasta donde cuando muy hay "
    "eliminado eliminada tres cuatro cinco siete ocho nueve diez fallan pasan "
    # Portuguese
    "não são pelo pela arquivo arquivos linhas linha há sem têm também ficheiros foram "
    # Dutch
    "het een niet voor zijn wordt worden geen bestand bestanden naar maar ook bestaat ontbreekt heeft hebben deze regels "
    # Swedish, Danish, Norwegian
    "och og är inte ingen inga finns saknas ikke findes finnes mangler eller på som uten utan hvis når när från också også måste må "
    "skal ska blir vil være vara hvor hver mellom mellan dette detta disse dessa att för till etter noe noen alltid samt kun "
    # Finnish, Hungarian, Romanian, Czech
    "että ovat myös mutta joka ilman és egy nem hogy vagy csak și este sunt pentru care din prin fără jsou není které který také nebo při "
    # Polish, Turkish, Indonesian, Vietnamese
    "nie jest się oraz przez pliku plik bir için ile olarak dan yang untuk dengan tidak pada và của là cho không các được trong".split()
)

# Words that English has too, as words, names or in names: one alone says nothing.
PERHAPS_FOREIGN = (
    frozenset(
        "die das hat es mit von im am des war so des auf bis sein alle sie "
        "le la du un est et ou pour par sur sans ce cet il ils ne de encore fait n'y au aux plus "
        "lo dei del di non con uno ha al da dal sul per ma come file "
        "el en que para sin este esta ese son su sus se ya todo todos no "
        "um os dos do em com ao mais tem foi na nos "
        "met van dit dla na ve er til med men om av fra har kan den cu nu".split()
    )
    - ENGLISH
    - CLEARLY_FOREIGN
)

# By which other languages deny, or say that something is gone.
DENIALS = frozenset(
    "kein keine keinen keiner keinem keines keinerlei nicht ohne fehlt fehlen nie gelöscht entfernt "
    "aucun aucune sans pas jamais manque manquent manquant manquants manquante manquantes supprimé supprimée "
    "nessun nessuno nessuna senza manca mancano non ningún ninguna ninguno sin falta faltan eliminado eliminada nunca "
    "não sem geen niet ontbreekt inte ingen inga saknas ikke mangler yok tidak không nie "
    "ingenting uten utan aldrig aldri ilman nem nincs bez fără není nejsou "
    "нет не без отсутствует отсутствуют отсутствие удалён удален удалена удалены немає без відсутній".split()
)
DENYING_SIGNS = ("没有", "没", "不存在", "缺少", "缺失", "未", "无", "不", "删除", "移除", "なし", "ない", "未実装", "없")
