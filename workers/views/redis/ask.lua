-- Collects the rows that a named question needs, all of one moment. They are joined by whoever asked.
--
-- Before this text stand the numbers of columns, such as DecisionRow.legs, and TOPIC, the names of topics.
-- ARGV: prefix, question, what it names in order.
-- Returns life, rows and more. Rows are JSON: a list of kind of row, partition and columns. `more` are parcels
-- whose rows are to be fetched by the question `standing`, some at a time.

local prefix = ARGV[1]
local found, more, seen, named = {}, {}, {}, {}

-- ids as netstrings

local function joined(...)
  local text = ''
  for _, id in ipairs({...}) do
    text = text .. #id .. ':' .. id .. ','
  end
  return text
end

local function split(text)
  local ids, at = {}, 1
  while at <= #text do
    local _, colon, length = string.find(text, '^(%d+):', at)
    ids[#ids + 1] = string.sub(text, colon + 1, colon + length)
    at = colon + length + 2
  end
  return ids
end

-- access

local function get(hash, field)
  return redis.call('HGET', prefix .. hash, field)
end

local function beginning_with(index, start)
  return redis.call('ZRANGEBYLEX', prefix .. index, '[' .. start, '(' .. start .. '\127')
end

local function emit(kind, partition, row)
  found[#found + 1] = '["' .. kind .. '",' .. partition .. ',' .. row .. ']'
end

local function first_time(kind, id)
  local key = kind .. ' ' .. id
  local is_first = not seen[key]
  seen[key] = true
  return is_first
end

-- what ids are called is told at the end, once for each

local function names_of(area)
  named[area] = named[area] or { stops = {}, trips = {} }
  return named[area]
end

local function name_ends(row)
  local request = cjson.decode(row)
  local stops = names_of(request[RequestRow.area]).stops
  stops[request[RequestRow.origin_stop_id]] = true
  stops[request[RequestRow.destination_stop_id]] = true
end

local function name_legs(row)
  local decision = cjson.decode(row)
  local names = names_of(decision[DecisionRow.area])
  for _, leg in ipairs(decision[DecisionRow.legs]) do
    names.stops[leg[LegRow.board_stop_id]] = true
    names.stops[leg[LegRow.alight_stop_id]] = true
    names.trips[leg[LegRow.trip_key]] = true
  end
end

-- rows

local function area_row(area)
  local row = get('area', area)
  if row and first_time('area', area) then
    emit('AreaRow', 0, row)
  end
end

local function trips(start, each)
  for _, member in ipairs(beginning_with('trip:named', start)) do
    local _, area, trip_key, feed, date, publication = unpack(split(member))
    local trip = joined(area, trip_key, feed, date, publication)
    local in_force = get('in_force', joined(area, feed, date))
    if in_force and string.match(in_force, '^%-?%d+ (.*)$') == publication and first_time('trip', trip) then
      local row = get('trip', trip)
      if row then
        emit('TripRow', 0, row)
        if each then
          each(row)
        end
      end
    end
  end
end

local function names()
  for area, ids in pairs(named) do
    area_row(area)
    for stop in pairs(ids.stops) do
      local row = get('place', joined(area, stop))
      if row then
        emit('PlaceRow', 0, row)
      end
    end
    for trip in pairs(ids.trips) do
      trips(joined(trip, area))
    end
  end
end

local function reject_row(id)
  local row = get('reject', id)
  if row and first_time('reject', id) then
    emit('RejectRow', 0, row)
  end
  return row
end

local function said(kind, index, parcel, each)
  for _, member in ipairs(beginning_with(index, parcel)) do
    local _, before, partition, offset = string.find(member, '^(%d+) (%d+) ', #parcel + 1)
    local row = string.sub(member, before + 1)
    emit(kind, partition, row)
    reject_row(TOPIC.PARCELS .. '/' .. partition .. '/' .. offset)
    if each then
      each(row)
    end
  end
end

local function requests(parcel, each)
  if first_time('requests', parcel) then
    said('RequestRow', 'request', parcel, each)
  end
end

local function facts(parcel, each)
  requests(parcel, each)
  said('WithdrawalRow', 'withdrawal', parcel)
end

local function decision(partition, offset, each)
  local id = offset .. '-1'
  local entry = redis.call('XRANGE', prefix .. 'match:' .. partition, id, id)[1]
  if entry and first_time('decision', partition .. '/' .. offset) then
    emit('DecisionRow', partition, entry[2][4])
    if each then
      each(entry[2][4])
    end
  end
end

local function decisions(parcel, each)
  for _, member in ipairs(beginning_with('decision', parcel)) do
    local partition, offset = string.match(member, '^(%d+) (%d+)$', #parcel + 1)
    decision(partition, offset, each)
  end
end

local function live(parcel, each)
  local place = get('live', parcel)
  if place then
    local partition, offset = string.match(place, '^%[(%d+),(%d+),')
    decision(partition, offset, each)
  end
end

local function carried(area, parcel_id)
  local parcel = joined(area, parcel_id)
  live(parcel, name_legs)
  requests(parcel)
end

local function told(id)
  local retries = beginning_with('retry:of', joined(id))
  local places = { id }  -- as a retry it stands under its own place
  for _, member in ipairs(retries) do
    places[#places + 1] = string.sub(member, #joined(id) + 1)
  end
  for _, place in ipairs(places) do
    local row = get('retry', place)
    if row and first_time('retry', place) then
      emit('RetryRow', 0, row)
    end
  end
  return #retries > 0
end

-- the questions

local questions = {}

function questions.areas()
  for _, row in ipairs(redis.call('HVALS', prefix .. 'area')) do
    emit('AreaRow', 0, row)
  end
end

function questions.areas_with_parcel(parcel_id)
  for _, member in ipairs(beginning_with('parcel:named', joined(parcel_id))) do
    local parcel = joined(split(member)[2], parcel_id)
    facts(parcel)
    decisions(parcel)
  end
end

function questions.parcel(area, parcel_id)
  local parcel = joined(area, parcel_id)
  names_of(area)
  facts(parcel, name_ends)
  decisions(parcel, name_legs)
  names()
end

function questions.trips_called(name)
  trips(joined(name))
  for _, member in ipairs(beginning_with('riding', joined(name))) do
    local _, area, trip_key, parcel_id = unpack(split(member))
    if first_time('riding', joined(area, trip_key)) then  -- one parcel will do
      live(joined(area, parcel_id))
    end
  end
end

function questions.manifest(area, trip_key)
  for _, member in ipairs(beginning_with('riding', joined(trip_key, area))) do
    carried(area, split(member)[4])
  end
  local stops = names_of(area).stops
  trips(joined(trip_key, area), function(row)
    for _, call in ipairs(cjson.decode(row)[TripRow.calls]) do
      stops[call[CallRow.stop_id]] = true
    end
  end)
  names()
end

function questions.hub(area, stop_id)
  for _, member in ipairs(beginning_with('waiting', joined(stop_id, area))) do
    carried(area, split(member)[3])
  end
  names_of(area).stops[stop_id] = true
  names()
end

function questions.stream(limit, ...)
  local next_offset, places = {}, {...}
  for at = 1, #places, 2 do
    next_offset[places[at]] = places[at + 1]
  end
  local of_matches = '/' .. TOPIC.MATCHES
  for _, field in ipairs(redis.call('HKEYS', prefix .. 'mark')) do
    if string.sub(field, -#of_matches) == of_matches then
      local partition = string.match(field, '^%d+')
      local from = (next_offset[partition] or 0) .. '-1'
      local entries = redis.call('XRANGE', prefix .. 'match:' .. partition, from, '+', 'COUNT', limit)
      for _, entry in ipairs(entries) do
        emit('DecisionRow', partition, entry[2][4])
        name_legs(entry[2][4])
        requests(entry[2][2], name_ends)
      end
    end
  end
  names()
end

function questions.figures(area, now)
  local plan = get('plan', area)
  if plan then
    emit('PlanRow', 0, plan)
  end
  local start = joined(area)
  local due = redis.call(
    'ZRANGEBYLEX', prefix .. 'due', '[' .. start .. string.format('%013d', now), '(' .. start .. '\127'
  )
  for _, member in ipairs(due) do
    local parcel = start .. string.sub(member, #start + 14)
    if first_time('due', parcel) then
      more[#more + 1] = parcel
    end
  end
end

local function each_parcel(parcels, each)
  local ids = split(parcels)
  for at = 1, #ids, 2 do
    each(joined(ids[at], ids[at + 1]))
  end
end

function questions.standing(parcels)
  each_parcel(parcels, function(parcel)
    facts(parcel)
    live(parcel)
  end)
end

function questions.everything(parcels)
  each_parcel(parcels, function(parcel)
    facts(parcel)
    decisions(parcel)
  end)
end

function questions.rejects(limit, with_retried)
  local at, counted, last = 0, 0, nil
  while true do
    local ids = redis.call('ZREVRANGE', prefix .. 'reject:newest', at, at + 99, 'WITHSCORES')
    if #ids == 0 then
      return
    end
    for i = 1, #ids, 2 do
      if counted >= tonumber(limit) and ids[i + 1] ~= last then  -- all of the same second, whoever is first
        return
      end
      reject_row(ids[i])
      local is_retried = told(ids[i])
      if with_retried == '1' or not is_retried then
        counted, last = counted + 1, ids[i + 1]
      end
    end
    at = at + 100
  end
end

function questions.reject(id)
  if reject_row(id) then
    told(id)
  end
end

questions[ARGV[2]](unpack(ARGV, 3))
return { get('life', 'id') or '', '[' .. table.concat(found, ',') .. ']', table.concat(more) }
